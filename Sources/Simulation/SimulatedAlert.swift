public import AlertModel

/// One alert of a stream, and what is known of it.
public struct SimulatedAlert: Sendable {
    /// The alert: compact JSON without a line end.
    public let bytes: [UInt8]
    /// Its identifier; of an alert without one, the identifier it would have had.
    public let id: AlertIdentifier
    /// What it is.
    public let kind: AlertKind
    /// Whose alert it is.
    public let origin: MemberIdentifier
    /// What it does to others.
    public let messageType: MessageType
    /// The label it would carry if it were good.
    public let tlp: TrafficLight
    /// The alerts it refers to.
    public let references: [AlertReference]
    /// Categories of its goods, in order.
    public let categories: [String]
    /// What is wrong with it, nil for a good one.
    public let fault: AlertFault?

    /// Whether it must be refused.
    public var isBad: Bool { fault != nil }
    /// The code of the finding for which it must be refused, nil for a good one.
    public var expectedCode: String? { fault?.code }
}
