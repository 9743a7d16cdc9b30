/// The frames of ZAP 1.0: reads a request and writes the reply.
enum ZAPExchange {
    static let version: [UInt8] = Array("1.0".utf8)
    /// Version, request id, domain, address, routing id, mechanism, and up to two credentials.
    static let requestFramesMax = 8
    static let credentialsIndex = 6
    static let replyFrames = 6
    static let userIDBytesMax = 255
    static let metadataNameBytesMax = 255

    /// Answers one request that was received with `outcome`.
    static func reply(
        to request: borrowing MessageFrames, outcome: ReceiveOutcome, into reply: inout MessageFrames,
        decide: (ZAPRequest) -> ZAPDecision
    ) throws(ZeroMQError) {
        let requestID = request.count > 1 ? request.bytes(ofFrame: 1) : []
        guard outcome == .message, let parsed = parse(request) else {
            return try write("500", "malformed request", requestID: requestID, into: &reply)
        }
        switch decide(parsed) {
        case .allow(let userID, let metadata):
            guard isAcceptable(userID), let properties = encode(metadata) else {
                return try write("500", "unusable user id or metadata", requestID: requestID, into: &reply)
            }
            try write(
                "200", "OK", userID: Array(userID.utf8), metadata: properties, requestID: requestID, into: &reply)
        case .deny(let reason):
            try write("400", reason, requestID: requestID, into: &reply)
        case .postpone(let reason):
            try write("300", reason, requestID: requestID, into: &reply)
        }
    }

    /// Reads a request; nil where it is not one of ZAP 1.0, or CURVE without exactly one key.
    static func parse(_ frames: borrowing MessageFrames) -> ZAPRequest? {
        guard frames.count >= credentialsIndex, frames.bytes(ofFrame: 0) == version else { return nil }
        let mechanism = text(frames, 5)
        var clientKey: CurvePublicKey?
        if mechanism == "CURVE" {
            guard frames.count == credentialsIndex + 1 else { return nil }
            clientKey = CurvePublicKey(bytes: frames.bytes(ofFrame: credentialsIndex))
            guard clientKey != nil else { return nil }
        }
        return ZAPRequest(
            domain: text(frames, 2), address: text(frames, 3), routingID: frames.bytes(ofFrame: 4),
            mechanism: mechanism, clientKey: clientKey)
    }

    private static func text(_ frames: borrowing MessageFrames, _ index: Int) -> String {
        String(decoding: frames.bytes(ofFrame: index), as: UTF8.self)
    }

    /// libzmq hands the user id on as a C string: a zero in it would cut it short, and could make two ids one.
    private static func isAcceptable(_ userID: String) -> Bool {
        (1...userIDBytesMax).contains(userID.utf8.count) && !userID.utf8.contains(0)
    }

    /// Encodes properties as ZMTP does (RFC 23): the name's length in one byte, the value's in four.
    static func encode(_ metadata: [String: String]) -> [UInt8]? {
        var bytes: [UInt8] = []
        for (name, value) in metadata.sorted(by: { $0.key < $1.key }) {
            guard (1...metadataNameBytesMax).contains(name.utf8.count), !name.utf8.contains(0), !value.utf8.contains(0),
                let length = UInt32(exactly: value.utf8.count), length <= UInt32(Int32.max)
            else { return nil }
            bytes.append(UInt8(name.utf8.count))
            bytes.append(contentsOf: name.utf8)
            withUnsafeBytes(of: length.bigEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: value.utf8)
        }
        return bytes
    }

    private static func write(
        _ status: String, _ reason: String, userID: [UInt8] = [], metadata: [UInt8] = [], requestID: [UInt8],
        into reply: inout MessageFrames
    ) throws(ZeroMQError) {
        reply.removeAll()
        try reply.append(version)
        try reply.append(requestID)
        try reply.append(status)
        try reply.append(reason)
        try reply.append(userID)
        try reply.append(metadata)
    }
}
