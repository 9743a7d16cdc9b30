internal import CZeroMQ

extension Socket {
    /// Switches an option on or off.
    ///
    /// - Throws: `ZeroMQError.invalidArgument` where the socket's type has no such option.
    public func set(_ option: SocketOption<Bool>, to value: Bool) throws(ZeroMQError) {
        try setInteger(option.identifier, to: value ? 1 : 0)
    }

    /// Sets a count.
    public func set(_ option: SocketOption<Int32>, to value: Int32) throws(ZeroMQError) {
        try setInteger(option.identifier, to: value)
    }

    /// Sets a number of bytes.
    public func set(_ option: SocketOption<Int64>, to value: Int64) throws(ZeroMQError) {
        var value = value
        try check(zmq_setsockopt(pointer, option.identifier, &value, MemoryLayout<Int64>.size))
    }

    /// Sets a time in the option's own unit, rounded down; negative is libzmq's -1.
    ///
    /// - Throws: `ZeroMQError.invalidArgument` also for a time that the option's 32 bits cannot hold.
    public func set(_ option: SocketOption<Duration>, to value: Duration) throws(ZeroMQError) {
        guard value >= .zero else { return try setInteger(option.identifier, to: -1) }
        guard let units = Int32(exactly: (value / option.unit).rounded(.down)) else { throw .invalidArgument }
        try setInteger(option.identifier, to: units)
    }

    /// Sets a text, which may not be empty.
    public func set(_ option: SocketOption<String>, to value: String) throws(ZeroMQError) {
        try setBytes(option.identifier, to: Array(value.utf8))
    }

    /// Sets the routing id; it counts for connections made afterwards.
    public func set(_ option: SocketOption<RoutingID>, to value: RoutingID) throws(ZeroMQError) {
        try setBytes(option.identifier, to: value.bytes)
    }

    /// Sets a public key.
    public func set(_ option: SocketOption<CurvePublicKey>, to value: CurvePublicKey) throws(ZeroMQError) {
        try setBytes(option.identifier, to: value.bytes)
    }

    /// Sets a secret key.
    public func set(_ option: SocketOption<CurveSecretKey>, to value: CurveSecretKey) throws(ZeroMQError) {
        let result = value.withUnsafeBytes { zmq_setsockopt(pointer, option.identifier, $0.baseAddress, $0.count) }
        try check(result)
    }

    /// Reads whether an option is on.
    public func get(_ option: SocketOption<Bool>) throws(ZeroMQError) -> Bool {
        try getInteger(option.identifier) != 0
    }

    /// Reads a count.
    public func get(_ option: SocketOption<Int32>) throws(ZeroMQError) -> Int32 {
        try getInteger(option.identifier)
    }

    /// Reads a number of bytes.
    public func get(_ option: SocketOption<Int64>) throws(ZeroMQError) -> Int64 {
        var value: Int64 = 0
        var length = MemoryLayout<Int64>.size
        try check(zmq_getsockopt(pointer, option.identifier, &value, &length))
        return value
    }

    /// Reads a time; negative where libzmq says -1.
    public func get(_ option: SocketOption<Duration>) throws(ZeroMQError) -> Duration {
        option.unit * Int(try getInteger(option.identifier))
    }

    /// Reads a text.
    public func get(_ option: SocketOption<String>) throws(ZeroMQError) -> String {
        var bytes = try getBytes(option.identifier)
        // libzmq counts the terminating zero.
        if bytes.last == 0 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads the routing id, nil if none is set.
    public func get(_ option: SocketOption<RoutingID>) throws(ZeroMQError) -> RoutingID? {
        RoutingID(bytes: try getBytes(option.identifier))
    }

    /// Reads a public key.
    public func get(_ option: SocketOption<CurvePublicKey>) throws(ZeroMQError) -> CurvePublicKey {
        var bytes = [UInt8](repeating: 0, count: CurvePublicKey.byteCount)
        // With room for exactly the key libzmq gives its bytes; with 41 it would give Z85.
        var length = bytes.count
        try check(zmq_getsockopt(pointer, option.identifier, &bytes, &length))
        guard length == bytes.count, let key = CurvePublicKey(bytes: bytes) else { throw .invalidArgument }
        return key
    }

    /// The endpoint last bound, with the port that was taken, such as `tcp://127.0.0.1:40123`.
    public var lastEndpoint: String {
        get throws(ZeroMQError) { try get(SocketOption<String>(ZMQ_LAST_ENDPOINT)) }
    }

    /// Makes listeners that are bound from now on prove this server key, and ask ZAP about this domain.
    ///
    /// Listeners bound before keep theirs, which is how a server key is rotated: bind a second listener with the new
    /// key, move the clients over, unbind the first.
    public func setCurveServer(secretKey: CurveSecretKey, zapDomain: String) throws(ZeroMQError) {
        try set(.curveServer, to: true)
        try set(.curveSecretKey, to: secretKey)
        try set(.zapDomain, to: zapDomain)
    }
}

extension Socket {
    /// Endpoints and domains are shorter than this; libzmq bounds routing ids and domains at 255 bytes.
    private static let optionBytesMax = 1024

    private func check(_ result: Int32) throws(ZeroMQError) {
        guard result == 0 else { throw .last }
    }

    private func setInteger(_ option: Int32, to value: Int32) throws(ZeroMQError) {
        var value = value
        try check(zmq_setsockopt(pointer, option, &value, MemoryLayout<Int32>.size))
    }

    private func setBytes(_ option: Int32, to value: [UInt8]) throws(ZeroMQError) {
        try check(zmq_setsockopt(pointer, option, value, value.count))
    }

    private func getInteger(_ option: Int32) throws(ZeroMQError) -> Int32 {
        var value: Int32 = 0
        var length = MemoryLayout<Int32>.size
        try check(zmq_getsockopt(pointer, option, &value, &length))
        return value
    }

    private func getBytes(_ option: Int32) throws(ZeroMQError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Socket.optionBytesMax)
        var length = bytes.count
        try check(zmq_getsockopt(pointer, option, &bytes, &length))
        return Array(bytes.prefix(length))
    }
}
