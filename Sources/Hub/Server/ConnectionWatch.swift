internal import ExchangeProtocol
internal import Trust
internal import ZeroMQ

/// Watches each TCP connection from outside libzmq, which shows only whole messages: a peer that sends without end and
/// never finishes one is known by what libzmq has read of it.
///
/// A few connections are looked at often, many less often: a look at one takes a system call of the hub's thread.
struct ConnectionWatch {
    /// Milliseconds between two looks.
    static let lookMilliseconds: UInt64 = 10
    /// The most connections looked at in one look.
    static let connectionsPerLookMax = 256
    /// The most bytes that a message of any command takes on the wire: a full batch, with a first frame, and for each
    /// frame what CURVE and ZMTP add.
    static let messageBytesMax = UInt64(
        ProtocolLimits.batchBytesMax + ProtocolLimits.commandFrameBytesMax
            + frameOverheadBytes * (1 + ProtocolLimits.followingFramesMax))
    /// The most bytes that libzmq may hold of unfinished messages, of all connections together.
    static let unfinishedBytesMax: UInt64 = 64 << 20
    /// How late the hub may learn of a connection, in milliseconds: events wait behind those of thousands.
    private static let eventLatenessMax: Int64 = 1_000
    /// Bytes of an unfinished message that are not worth a second look.
    private static let ignoredBytesMax: UInt64 = 64 << 10
    /// What CURVE (a command name, a nonce, a box) and ZMTP (flags, a length) add to a frame, rounded up.
    private static let frameOverheadBytes = 64

    /// The peer behind a connection.
    struct Peer {
        let routingID: [UInt8]
        let ticket: Ticket
    }

    /// A connection that was cut.
    struct Offender {
        let address: PeerAddress
        /// Its ticket, if a message ever came by it.
        let ticket: Ticket?
        /// When it was accepted at the earliest, in milliseconds since 1970.
        let since: Int64
    }

    private struct Watched {
        let connection: PeerConnection
        let since: Int64
        /// Who it is, once it has sent a message.
        var peer: Peer?
        var hasSentSinceLook = false
        /// The bytes read when a message was last known to have come.
        var readAtMessage: UInt64 = 0
        var readAtLook: UInt64 = 0
        var emptyingsAtLook: UInt64 = 0
        /// What was read after the last message and certainly is not one.
        var unfinished: UInt64 = 0
    }

    /// By descriptor: the kernel gives the smallest numbers first.
    private var watched: [Watched?] = []
    private var next = 0
    private var unfinished: UInt64 = 0
    /// How often the front door had no message left.
    private var emptyings: UInt64 = 0
    /// The most bytes that may come by one connection and wait as whole messages, or be one.
    private let windowBytesMax: UInt64

    /// How many connections there are.
    private(set) var count = 0

    /// - Parameter windowBytesMax: What a publisher may send without an answer.
    init(windowBytesMax: UInt64) { self.windowBytesMax = windowBytesMax }

    /// A connection was accepted.
    mutating func accepted(_ descriptor: Int32, at now: Int64) {
        guard let connection = try? PeerConnection(descriptor: descriptor) else { return }
        let index = Int(descriptor)
        while watched.count <= index { watched.append(nil) }
        if watched[index] == nil { count += 1 }
        forgetUnfinished(index)
        watched[index] = Watched(connection: connection, since: now - Self.eventLatenessMax)
    }

    /// A connection ended; answers whose it was.
    mutating func ended(_ descriptor: Int32) -> Peer? {
        guard let index = index(of: descriptor) else { return nil }
        forgetUnfinished(index)
        count -= 1
        defer { watched[index] = nil }
        return watched[index]!.peer
    }

    /// A whole message came by a connection.
    mutating func noteMessage(_ descriptor: Int32, from routingID: UnsafeRawBufferPointer, ticket: Ticket?) {
        guard let index = index(of: descriptor) else { return }
        watched[index]!.hasSentSinceLook = true
        if watched[index]!.peer == nil, let ticket {
            watched[index]!.peer = Peer(routingID: Array(routingID), ticket: ticket)
        }
    }

    /// The front door had no message left: whatever was whole has been taken.
    mutating func noteEmpty() { emptyings += 1 }

    /// Cuts the connection that came by a ticket; false where it is not known.
    func cut(_ ticket: Ticket) -> Bool {
        guard let found = watched.first(where: { $0?.peer?.ticket == ticket }) else { return false }
        return found!.connection.shutdown()
    }

    /// Looks at the connections whose turn it is, and cuts those by which too much came without making a message.
    mutating func look() -> [Offender] {
        var offenders: [Offender] = []
        var looks = min(count, Self.connectionsPerLookMax)
        var steps = watched.count
        while looks > 0, steps > 0 {
            if next >= watched.count { next = 0 }
            if watched[next] != nil {
                looks -= 1
                if isTooMuch(next), let offender = shutDown(next) { offenders.append(offender) }
            }
            next += 1
            steps -= 1
        }
        while unfinished > Self.unfinishedBytesMax, let offender = cutGreedy() { offenders.append(offender) }
        return offenders
    }

    // MARK: One connection

    private func index(of descriptor: Int32) -> Int? {
        let index = Int(descriptor)
        return watched.indices.contains(index) && watched[index] != nil ? index : nil
    }

    /// Counts what is unfinished of a connection, and answers whether it is too much.
    ///
    /// What was read may be whole messages that wait until the hub's thread has time. Then there are not more of them
    /// than a window; and they are taken once the front door has been empty.
    private mutating func isTooMuch(_ index: Int) -> Bool {
        var now = watched[index]!
        if !now.hasSentSinceLook {
            // Most connections: one system call for those that send little.
            guard let received = now.connection.bytesReceived() else { return false }
            if received - min(received, now.readAtMessage) <= Self.ignoredBytesMax { return false }
        }
        guard let read = now.connection.bytesRead() else { return false }
        if now.hasSentSinceLook || read < now.readAtLook {
            now.hasSentSinceLook = false
            now.readAtMessage = read
            now.unfinished = 0
        } else if emptyings > now.emptyingsAtLook {
            now.unfinished = now.readAtLook - now.readAtMessage
        }
        unfinished = unfinished - watched[index]!.unfinished + now.unfinished
        now.readAtLook = read
        now.emptyingsAtLook = emptyings
        watched[index] = now
        return now.unfinished > Self.messageBytesMax
            || read - now.readAtMessage > windowBytesMax + Self.messageBytesMax
    }

    /// Cuts the greatest connection of the address that holds most: not of one that holds little by one great message.
    private mutating func cutGreedy() -> Offender? {
        var sums: [String: UInt64] = [:]
        for case let found? in watched { sums[found.connection.address.host, default: 0] += found.unfinished }
        guard let greedy = sums.max(by: { $0.value < $1.value })?.key else { return nil }
        let own = watched.indices.filter { watched[$0]?.connection.address.host == greedy }
        return own.max { watched[$0]!.unfinished < watched[$1]!.unfinished }.flatMap { shutDown($0) }
    }

    private mutating func shutDown(_ index: Int) -> Offender? {
        let found = watched[index]!
        forgetUnfinished(index)
        watched[index]!.readAtMessage = found.readAtLook
        guard found.connection.shutdown() else { return nil }
        return Offender(address: found.connection.address, ticket: found.peer?.ticket, since: found.since)
    }

    private mutating func forgetUnfinished(_ index: Int) {
        unfinished -= watched[index]?.unfinished ?? 0
        watched[index]?.unfinished = 0
    }
}
