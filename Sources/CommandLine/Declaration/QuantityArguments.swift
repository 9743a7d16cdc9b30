extension Duration: ArgumentValue {
    /// `DURATION`.
    public static var valueName: String { "DURATION" }
    /// A number with a unit.
    public static var expectation: String { "a duration such as 250ms, 5s, 2m, 1h30m or 7d" }

    /// Reads numbers with the units `ms`, `s`, `m`, `h`, `d`, longest unit first: `1h30m`. Fractions are allowed.
    public init?(argument: String) {
        var rest = argument[...]
        var total = Duration.zero
        var lastUnit = Double.infinity
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isWholeNumber || $0 == ".") }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(unit.count)
            guard let amount = Double(digits), let seconds = Self.seconds(ofUnit: unit), seconds < lastUnit else {
                return nil
            }
            lastUnit = seconds
            let daysMax = 36_500.0
            guard amount * seconds <= daysMax * 86_400 else { return nil }
            total += .seconds(amount * seconds)
        }
        self = total
    }

    private static func seconds(ofUnit unit: Substring) -> Double? {
        switch unit {
        case "ms": 0.001
        case "s": 1
        case "m": 60
        case "h": 3600
        case "d": 86_400
        default: nil
        }
    }

    /// The shortest word that reads as this duration, down to milliseconds: `1h30m`.
    public var argumentText: String {
        var milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
        guard milliseconds > 0 else { return "0s" }
        var text = ""
        for (unit, size) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)] as [(_, Int64)]
        {
            guard milliseconds >= size else { continue }
            text += "\(milliseconds / size)\(unit)"
            milliseconds %= size
        }
        return text
    }
}

/// A number of bytes: `512`, `64KiB`, `1GB`.
public struct ByteCount: ArgumentValue, Hashable {
    /// The number of bytes.
    public var bytes: Int
    /// Takes a number of bytes.
    public init(_ bytes: Int) { self.bytes = bytes }

    private static let units: [(name: String, size: Int)] = [
        ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10),
        ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000), ("B", 1), ("", 1),
    ]

    /// Reads a whole number with a unit, or none for bytes; the unit's case does not matter.
    public init?(argument: String) {
        let digits = argument.prefix { $0.isASCII && $0.isWholeNumber }
        let unit = argument.dropFirst(digits.count)
        guard let amount = Int(digits),
            let size = Self.units.first(where: { $0.name.lowercased() == unit.lowercased() })?.size
        else { return nil }
        let (bytes, overflow) = amount.multipliedReportingOverflow(by: size)
        guard !overflow else { return nil }
        self.bytes = bytes
    }

    /// `SIZE`.
    public static var valueName: String { "SIZE" }
    /// A number of bytes with a unit.
    public static var expectation: String { "a number of bytes such as 4096, 64KiB or 1GB" }
    /// The shortest exact word.
    public var argumentText: String {
        let unit = Self.units.first { bytes >= $0.size && bytes % $0.size == 0 } ?? ("B", 1)
        return "\(bytes / unit.size)\(unit.name)"
    }
}
