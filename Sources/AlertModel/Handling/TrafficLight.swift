/// A label of the Traffic Light Protocol, version 2.0 (FIRST), ordered by how far it restricts.
public enum TrafficLight: UInt8, Comparable, CaseIterable, Sendable {
    /// No limit on disclosure.
    case clear
    /// The community: all members of the exchange.
    case green
    /// The recipient's administration and its clients.
    case amber
    /// The recipient's administration only.
    case amberStrict
    /// The named recipients only.
    case red

    /// Parses a label as it is written, nil for anything else, `WHITE` of version 1 included.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        let label: TrafficLight
        switch (bytes.count, bytes.first) {
        case (3, UInt8(ascii: "R")): label = .red
        case (12, UInt8(ascii: "A")): label = .amberStrict
        case (5, UInt8(ascii: "A")): label = .amber
        case (5, UInt8(ascii: "G")): label = .green
        case (5, UInt8(ascii: "C")): label = .clear
        default: return nil
        }
        let spelling = label.spelling.utf8Start
        for index in 0..<bytes.count where bytes[index] != spelling[index] { return nil }
        self = label
    }

    /// Parses a label as it is written.
    public init?(_ label: some StringProtocol) {
        var label = String(label)
        guard let parsed = label.withUTF8({ TrafficLight(UnsafeRawBufferPointer($0)) }) else { return nil }
        self = parsed
    }

    /// The label as it is written, without the prefix `TLP:`.
    public var name: String { "\(spelling)" }

    private var spelling: StaticString {
        switch self {
        case .clear: "CLEAR"
        case .green: "GREEN"
        case .amber: "AMBER"
        case .amberStrict: "AMBER+STRICT"
        case .red: "RED"
        }
    }

    /// Whether an alert under the label must name its recipients.
    public var requiresRecipients: Bool { self >= .amber }

    /// The order of restriction: `clear` first, `red` last.
    public static func < (one: TrafficLight, other: TrafficLight) -> Bool { one.rawValue < other.rawValue }
}

extension TrafficLight: CustomStringConvertible {
    /// The label as it is written.
    public var description: String { name }
}
