internal import AlertSchemas
internal import JSONDocument

/// What the check of a currency found.
public enum CurrencyVerdict: UInt8, Sendable {
    /// In force at the date, with minor units.
    case valid
    /// Not three capital letters.
    case wrongShape
    /// No code of ISO 4217, or one withdrawn before the list begins.
    case notListed
    /// Came into force only after the date.
    case notYetInForce
    /// Withdrawn before the date.
    case withdrawn
    /// A code without minor units, such as gold or `XXX`: no amount can be given in it.
    case withoutMinorUnits
}

/// A month of a year, counted on from January of year 0.
public struct CalendarMonth: Comparable, Sendable {
    /// Twelve times the year, and the month from 0.
    public let number: Int32

    /// A month from 1 to 12 of a year.
    public init(year: Int, month: Int) { number = Int32(year * 12 + month - 1) }

    /// Parses `2026-03`, nil where it is anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "-")
        guard text.utf8.count == 7, parts.count == 2, parts[0].utf8.count == 4 else { return nil }
        guard let year = Int(parts[0]), let month = Int(parts[1]), 1...12 ~= month, year >= 0 else { return nil }
        self.init(year: year, month: month)
    }

    /// The order of time.
    public static func < (one: CalendarMonth, other: CalendarMonth) -> Bool { one.number < other.number }
}

/// The currencies of ISO 4217 with their minor units and the months between which they are in force.
public struct CurrencyCodes: Sendable {
    /// One currency.
    public struct Currency: Sendable {
        /// Alphabetic code.
        public let code: String
        /// Name in English.
        public let name: String
        /// Decimal digits of the minor unit; nil where the code has none and can carry no amount.
        public let minorUnits: Int?
        /// First month in force; nil for what the list has always had.
        public let from: CalendarMonth?
        /// Month of withdrawal, the last in force.
        public let withdrawn: CalendarMonth?
    }

    /// All currencies in the order of the file.
    public let all: [Currency]
    // Index into `all`, plus one, for each possible code; 0 where there is none.
    private let slots: [UInt8]
    // What a check needs of each of `all`, without strings to retain.
    private let windows: [Window]

    private struct Window {
        let first: Int32
        let last: Int32
        let hasMinorUnits: Bool
    }

    private static let slotCount = 26 * 26 * 26
    private static let file = "codelists/currencies.json"

    /// Reads the embedded list.
    public init() throws(CodeListError) {
        try self.init(json: AlertSchemas.bytes(of: Self.file) ?? [], source: Self.file)
    }

    /// Reads a list in the form of `schemas/codelists/currencies.json`.
    public init(json: [UInt8], source: String) throws(CodeListError) {
        var document = JSONDocument(limits: JSONLimits(bytesMax: 1 << 20))
        do throws(JSONSyntaxError) {
            try document.parse(json)
        } catch {
            throw CodeListError(source: source, line: error.position.line, reason: error.message)
        }
        var all: [Currency] = []
        var slots = [UInt8](repeating: 0, count: Self.slotCount)
        for entry in document.root["currencies"]?.elements ?? document.root.elements {
            guard let currency = Currency(entry), let slot = Self.slot(Array(currency.code.utf8)),
                slots[slot] == 0, all.count < Int(UInt8.max)
            else {
                throw CodeListError(
                    source: source, line: entry.position.line,
                    reason:
                        "a currency needs a code of three letters, given once, name, minorUnits and months as 2026-03")
            }
            all.append(currency)
            slots[slot] = UInt8(all.count)
        }
        guard !all.isEmpty else { throw CodeListError(source: source, reason: "the list holds no currencies") }
        (self.all, self.slots) = (all, slots)
        windows = all.map {
            Window(
                first: $0.from?.number ?? .min, last: $0.withdrawn?.number ?? .max, hasMinorUnits: $0.minorUnits != nil)
        }
    }

    private static func slot(_ text: some RandomAccessCollection<UInt8>) -> Int? {
        guard text.count == 3 else { return nil }
        var slot = 0
        for byte in text {
            guard ASCII.isUpper(byte) else { return nil }
            slot = slot &* 26 &+ Int(byte &- 0x41)
        }
        return slot
    }

    /// Judges a code for a date.
    public func check(_ text: UnsafeRawBufferPointer, in month: CalendarMonth) -> CurrencyVerdict {
        guard let slot = Self.slot(text) else { return .wrongShape }
        guard slots[slot] > 0 else { return .notListed }
        let window = windows[Int(slots[slot]) - 1]
        if !window.hasMinorUnits { return .withoutMinorUnits }
        if month.number < window.first { return .notYetInForce }
        return month.number > window.last ? .withdrawn : .valid
    }

    /// The currency of a code, nil where it is not listed.
    public func currency(_ code: String) -> Currency? {
        guard let slot = Self.slot(Array(code.utf8)), slots[slot] > 0 else { return nil }
        return all[Int(slots[slot]) - 1]
    }
}

extension CurrencyCodes.Currency {
    fileprivate init?(_ entry: JSONNode) {
        guard let code = entry["code"]?.string, let name = entry["name"]?.string,
            let minor = entry["minorUnits"], minor.isNull || 0...4 ~= (minor.integer ?? -1)
        else { return nil }
        var months: [CalendarMonth?] = []
        for member in ["from", "withdrawn"] {
            let text = entry[member]?.string
            let month = text.flatMap { CalendarMonth($0) }
            guard (text == nil) == (month == nil) else { return nil }
            months.append(month)
        }
        self.init(
            code: code, name: name, minorUnits: minor.integer.map { Int($0) }, from: months[0], withdrawn: months[1])
    }
}
