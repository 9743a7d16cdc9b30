/// Punycode (RFC 3492) with the parameters of section 5.
enum Punycode {
    private static let base = 36
    private static let tMin = 1
    private static let tMax = 26
    private static let initialBias = 72
    private static let initialN = 128

    static func decode(_ text: Slice<UnsafeRawBufferPointer>) -> [UInt32]? {
        var output: [UInt32] = []
        var rest = text
        if let hyphen = text.lastIndex(of: UInt8(ascii: "-")) {
            output = text[..<hyphen].map { UInt32($0) }
            rest = text[(hyphen + 1)...]
        }
        var n = initialN
        var position = 0
        var bias = initialBias
        while !rest.isEmpty {
            let before = position
            var weight = 1
            var step = base
            while true {
                guard let byte = rest.popFirst(), let digit = digit(byte) else { return nil }
                position += digit * weight
                guard position <= Int(Int32.max) else { return nil }
                let threshold = threshold(step, bias)
                if digit < threshold { break }
                weight *= base - threshold
                guard weight <= Int(Int32.max) else { return nil }
                step += base
            }
            bias = adapted(position - before, output.count + 1, isFirst: before == 0)
            n += position / (output.count + 1)
            position %= output.count + 1
            guard n <= 0x10_FFFF, n & 0x1F_F800 != 0xD800 else { return nil }
            output.insert(UInt32(n), at: position)
            position += 1
        }
        return output
    }

    /// The encoding of a label in lower case.
    static func encode(_ label: [UInt32]) -> [UInt8] {
        var output = label.filter { $0 < 0x80 }.map { UInt8($0) }
        let basic = output.count
        if basic > 0 { output.append(UInt8(ascii: "-")) }
        var n = UInt32(initialN)
        var delta = 0
        var bias = initialBias
        var handled = basic
        while handled < label.count {
            let next = label.filter { $0 >= n }.min() ?? n
            delta += Int(next - n) * (handled + 1)
            n = next
            for scalar in label {
                if scalar < n { delta += 1 }
                guard scalar == n else { continue }
                appendNumber(delta, bias, to: &output)
                bias = adapted(delta, handled + 1, isFirst: handled == basic)
                delta = 0
                handled += 1
            }
            delta += 1
            n += 1
        }
        return output
    }

    private static func appendNumber(_ number: Int, _ bias: Int, to output: inout [UInt8]) {
        var rest = number
        var step = base
        while true {
            let threshold = threshold(step, bias)
            if rest < threshold { break }
            output.append(letter(threshold + (rest - threshold) % (base - threshold)))
            rest = (rest - threshold) / (base - threshold)
            step += base
        }
        output.append(letter(rest))
    }

    private static func letter(_ digit: Int) -> UInt8 { UInt8(digit < 26 ? digit + 0x61 : digit - 26 + 0x30) }

    private static func digit(_ byte: UInt8) -> Int? {
        if byte.isASCIIDigit { return Int(byte) - 0x30 + 26 }
        return byte.isASCIILetter ? Int(byte | 0x20) - 0x61 : nil
    }

    private static func threshold(_ step: Int, _ bias: Int) -> Int { max(tMin, min(tMax, step - bias)) }

    private static func adapted(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / count
        var step = 0
        while delta > ((base - tMin) * tMax) / 2 {
            delta /= base - tMin
            step += base
        }
        return step + (base - tMin + 1) * delta / (delta + 38)
    }
}
