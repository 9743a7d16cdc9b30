/// What a ZAP handler is asked (RFC 27 of ZeroMQ): may this peer complete its handshake?
public struct ZAPRequest: Sendable {
    /// The domain of the listener that the peer came to.
    public let domain: String
    /// The peer's IP address without its port, empty where there is none.
    public let address: String
    /// The routing id that the peer gave itself, empty if none.
    public let routingID: [UInt8]
    /// `NULL`, `PLAIN`, `CURVE` or `GSSAPI`.
    public let mechanism: String
    /// With CURVE the key that the peer has proved to hold, nil with any other mechanism.
    public let clientKey: CurvePublicKey?
}

/// What a ZAP handler answers.
public enum ZAPDecision: Sendable, Equatable {
    /// The peer may come in. Its messages carry `userID` as `MessageProperty.userID`, and `metadata` by their names.
    ///
    /// The user id has 1 to 255 bytes and no zero; the peer is refused otherwise.
    case allow(userID: String, metadata: [String: String] = [:])
    /// The peer may not come in (status 400); it learns the number and not the reason. Its libzmq then gives up: it does
    /// not connect again until it is told to.
    case deny(reason: String)
    /// The peer may try again (status 300), for instance while the directory is loaded; it does so by itself, when this
    /// side has closed the connection at the end of the time for a handshake.
    case postpone(reason: String)
}
