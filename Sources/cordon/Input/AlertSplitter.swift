import Glibc
import JSONDocument

/// Cuts bytes, as they come, into alerts. Holds no more than one alert.
struct AlertSplitter: Sendable {
    /// The longest alert of which all is kept. No hub takes one that long, and whoever judges it says so.
    static let alertBytesMax = 2 << 20

    private enum Mode {
        /// Nothing but blank lines so far.
        case beginning
        /// The first line may be the beginning of an alert over several lines; how long it is, and where in what is open
        /// the present line begins.
        case firstLine(length: Int, lineStart: Int)
        /// All that comes is one alert.
        case single
        /// An alert a line.
        case lines
        /// The elements of an array that began on a line.
        case array(ArrayPlace)
    }

    private struct ArrayPlace {
        let firstLine: Int
        /// The line on which the present element begins.
        var elementLine = 0
        /// Open brackets and braces of the present element.
        var depth = 0
        var isInString = false
        var isEscaped = false
    }

    private let unwrapsArrays: Bool
    private let bytesMax: Int
    private var mode = Mode.beginning
    private var line = 1
    private var bytesTaken = 0
    /// What came of the alert that is not complete.
    private var open: [UInt8] = []

    /// - Parameters:
    ///   - unwrapsArrays: Whether an array stands for its elements; else it is a document of its own.
    ///   - bytesMax: Of what is longer no more is kept.
    init(unwrapsArrays: Bool = true, bytesMax: Int = alertBytesMax) {
        self.unwrapsArrays = unwrapsArrays
        self.bytesMax = bytesMax
    }

    /// Takes what comes next, and adds the alerts that are complete by it to a batch.
    mutating func take(_ chunk: UnsafeRawBufferPointer, skipping mark: Int, into batch: inout AlertSource.Batch) {
        bytesTaken += mark
        var offset = mark
        while offset < chunk.count {
            let rest = UnsafeRawBufferPointer(rebasing: chunk[offset...])
            if case .array(var place) = mode {
                offset += takeElements(rest, &place, into: &batch)
            } else if opensArray(rest) {
                offset += takeOpening(rest)
            } else {
                offset += takeLine(rest, into: &batch)
            }
        }
    }

    /// Takes the end of the input.
    mutating func finish(into batch: inout AlertSource.Batch) {
        if case .array(let place) = mode {
            finishElement(place, into: &batch)
            // An array that was cut short is told of, as what it is.
            batch.alerts.append(AlertSource.Item(line: place.firstLine, bytes: [UInt8(ascii: "[")]))
            batch.ends.append(bytesTaken)
        } else {
            finishLine(into: &batch)
        }
    }

    /// What stands behind an alert is no part of it: the same alert with other space behind it is the same.
    private mutating func trimEnd() {
        while let last = open.last, [0x20, 0x09, 0x0a, 0x0d].contains(last) { open.removeLast() }
    }

    // MARK: Lines

    private mutating func takeLine(_ rest: UnsafeRawBufferPointer, into batch: inout AlertSource.Batch) -> Int {
        let newline = rest.firstIndex(ofByte: UInt8(ascii: "\n"))
        let length = newline ?? rest.count
        if open.count + length > bytesMax { breakUp(into: &batch) }
        open.append(contentsOf: rest[..<min(length, max(0, bytesMax - open.count))])
        let consumed = newline == nil ? length : length + 1
        bytesTaken += consumed
        guard newline != nil else { return consumed }
        decide(into: &batch)
        if case .lines = mode {
            finishLine(into: &batch)
        } else if !open.isEmpty {
            open.append(UInt8(ascii: "\n"))
        }
        return consumed
    }

    /// Tells, at the end of a line, whether all of the input is one alert. A first line that was cut short, and begins no
    /// alert over several lines, is an alert of its own.
    private mutating func decide(into batch: inout AlertSource.Batch) {
        switch mode {
        case .beginning:
            if !open.contains(where: { $0 > 0x20 }) {
                open.removeAll()
                line += 1
            } else {
                mode = isCutShort(open) ? .firstLine(length: open.count, lineStart: open.count + 1) : .lines
            }
        case .firstLine(let length, let lineStart):
            let second = Array(open[lineStart...])
            guard second.contains(where: { $0 > 0x20 }) else {
                return mode = .firstLine(length: length, lineStart: open.count + 1)
            }
            guard isObject(second) else { return mode = .single }
            let blankLines = open[(length + 1)..<lineStart].count { $0 == UInt8(ascii: "\n") }
            open = Array(open[..<length])
            finishLine(into: &batch, end: bytesTaken - second.count - 1)
            line += blankLines
            open = second
            mode = .lines
        case .single, .lines, .array: break
        }
    }

    /// What was taken for one alert over several lines is too long to be one: each of its lines is an alert of its own.
    private mutating func breakUp(into batch: inout AlertSource.Batch) {
        switch mode {
        case .firstLine, .single: break
        case .beginning, .lines, .array: return
        }
        mode = .lines
        let text = open
        let begin = bytesTaken - text.count
        var start = 0
        while let newline = text[start...].firstIndex(of: UInt8(ascii: "\n")) {
            open = Array(text[start..<newline])
            start = newline + 1
            finishLine(into: &batch, end: begin + start)
        }
        open = Array(text[start...])
    }

    private mutating func finishLine(into batch: inout AlertSource.Batch, end: Int? = nil) {
        if open.contains(where: { $0 > 0x20 }) {
            trimEnd()
            batch.alerts.append(AlertSource.Item(line: line, bytes: open))
            batch.ends.append(end ?? bytesTaken)
        }
        open.removeAll(keepingCapacity: open.count <= ByteInput.chunkBytesMax)
        line += 1
    }

    /// Whether a line is the beginning of a text that goes on in the next.
    private func isCutShort(_ line: [UInt8]) -> Bool {
        do {
            _ = try JSONDocument(parsing: line, limits: JSONLimits(bytesMax: bytesMax))
            return false
        } catch {
            return error.code == .unexpectedEnd
        }
    }

    private func isObject(_ line: [UInt8]) -> Bool {
        guard line.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { return false }
        return (try? JSONDocument(parsing: line, limits: JSONLimits(bytesMax: bytesMax))) != nil
    }

    // MARK: Arrays

    /// Whether an array begins here, at the beginning of the input or of a line.
    private func opensArray(_ rest: UnsafeRawBufferPointer) -> Bool {
        guard unwrapsArrays else { return false }
        switch mode {
        case .beginning, .lines:
            let isNothingOpen = !open.contains { $0 > 0x20 }
            return isNothingOpen && rest.first { $0 > 0x20 || $0 == UInt8(ascii: "\n") } == UInt8(ascii: "[")
        default: return false
        }
    }

    private mutating func takeOpening(_ rest: UnsafeRawBufferPointer) -> Int {
        open.removeAll()
        let count = 1 + (rest.firstIndex(ofByte: UInt8(ascii: "[")) ?? 0)
        bytesTaken += count
        mode = .array(ArrayPlace(firstLine: line))
        return count
    }

    /// Takes bytes of an array, up to its end.
    private mutating func takeElements(
        _ rest: UnsafeRawBufferPointer, _ place: inout ArrayPlace, into batch: inout AlertSource.Batch
    ) -> Int {
        var count = 0
        for byte in rest {
            count += 1
            bytesTaken += 1
            if byte == UInt8(ascii: "\n") { line += 1 }
            if !place.isInString, place.depth == 0 {
                if byte == UInt8(ascii: ",") {
                    finishElement(place, into: &batch)
                    continue
                }
                if byte == UInt8(ascii: "]") {
                    finishElement(place, into: &batch)
                    mode = .lines
                    return count
                }
            }
            if open.isEmpty {
                if byte <= 0x20 { continue }
                place.elementLine = line
            }
            if open.count < bytesMax { open.append(byte) }
            Self.follow(byte, &place)
        }
        mode = .array(place)
        return count
    }

    private static func follow(_ byte: UInt8, _ place: inout ArrayPlace) {
        if place.isInString {
            if place.isEscaped {
                place.isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                place.isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                place.isInString = false
            }
            return
        }
        switch byte {
        case UInt8(ascii: "\""): place.isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): place.depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): place.depth = max(0, place.depth - 1)
        default: break
        }
    }

    private mutating func finishElement(_ place: ArrayPlace, into batch: inout AlertSource.Batch) {
        if !open.isEmpty {
            trimEnd()
            batch.alerts.append(AlertSource.Item(line: place.elementLine, bytes: open))
            batch.ends.append(bytesTaken)
        }
        open.removeAll(keepingCapacity: open.count <= ByteInput.chunkBytesMax)
    }
}

extension UnsafeRawBufferPointer {
    /// Where a byte stands first.
    fileprivate func firstIndex(ofByte byte: UInt8) -> Int? {
        guard let base = baseAddress, let found = memchr(base, Int32(byte), count) else { return nil }
        return UnsafeRawPointer(found) - base
    }
}
