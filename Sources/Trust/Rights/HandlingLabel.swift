/// A label of the Traffic Light Protocol 2.0 (FIRST), from the freest to the strictest.
public enum HandlingLabel: UInt8, CaseIterable, Sendable {
    /// No limit.
    case clear
    /// The community: all members of the exchange.
    case green
    /// The recipient's organisation and its clients.
    case amber
    /// The recipient's organisation only.
    case amberStrict
    /// The named recipients only.
    case red

    /// Takes the label as the standard spells it, without `TLP:`; nil for anything else, `WHITE` included.
    public init?(_ text: some StringProtocol) {
        guard let label = Self.allCases.first(where: { $0.description == text }) else { return nil }
        self = label
    }
}

extension HandlingLabel: Comparable, CustomStringConvertible {
    /// Freer labels first.
    public static func < (left: HandlingLabel, right: HandlingLabel) -> Bool { left.rawValue < right.rawValue }

    /// The label as the standard spells it, without `TLP:`.
    public var description: String {
        switch self {
        case .clear: "CLEAR"
        case .green: "GREEN"
        case .amber: "AMBER"
        case .amberStrict: "AMBER+STRICT"
        case .red: "RED"
        }
    }
}
