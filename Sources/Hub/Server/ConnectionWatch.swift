internal import Trust
internal import ZeroMQ

/// Watches each TCP connection from outside libzmq, which shows only whole messages: a peer that sends without end and
/// never finishes one is known by what the kernel received.
struct ConnectionWatch {
    private struct Watched {
        let connection: PeerConnection
        /// Who it is, once it has sent a message.
        var peer: Peer?
        var hasSentSinceLook = false
        var receivedAtLook: UInt64 = 0
    }

    /// The peer behind a connection.
    struct Peer {
        let routingID: [UInt8]
        let ticket: Ticket
    }

    private var watched: [Int32: Watched] = [:]
    /// The most bytes that may come by one connection between two messages.
    let unfinishedBytesMax: UInt64

    init(unfinishedBytesMax: UInt64) { self.unfinishedBytesMax = unfinishedBytesMax }

    /// How many connections there are.
    var count: Int { watched.count }

    /// A connection was accepted.
    mutating func accepted(_ descriptor: Int32) {
        guard let connection = try? PeerConnection(descriptor: descriptor) else { return }
        watched[descriptor] = Watched(connection: connection)
    }

    /// A connection ended; answers whose it was.
    mutating func ended(_ descriptor: Int32) -> Peer? { watched.removeValue(forKey: descriptor)?.peer }

    /// A whole message came by a connection.
    mutating func noteMessage(_ descriptor: Int32, from routingID: UnsafeRawBufferPointer, ticket: Ticket?) {
        guard let index = watched.index(forKey: descriptor) else { return }
        watched.values[index].hasSentSinceLook = true
        if watched.values[index].peer == nil, let ticket {
            watched.values[index].peer = Peer(routingID: Array(routingID), ticket: ticket)
        }
    }

    /// Cuts the connection that came by a ticket; false where it is not known.
    func cut(_ ticket: Ticket) -> Bool {
        guard let found = watched.values.first(where: { $0.peer?.ticket == ticket }) else { return false }
        return found.connection.shutdown()
    }

    /// Looks at all connections and cuts those by which too much came without making a message.
    mutating func look() -> [PeerConnection] {
        var cut: [PeerConnection] = []
        for index in watched.indices {
            guard let received = watched.values[index].connection.bytesReceived() else { continue }
            if watched.values[index].hasSentSinceLook {
                watched.values[index].hasSentSinceLook = false
                watched.values[index].receivedAtLook = received
            } else if received &- watched.values[index].receivedAtLook > unfinishedBytesMax {
                if watched.values[index].connection.shutdown() { cut.append(watched.values[index].connection) }
                watched.values[index].receivedAtLook = received
            }
        }
        return cut
    }
}
