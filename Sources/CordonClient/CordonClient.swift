internal import ExchangeProtocol
internal import JSONDocument
internal import Synchronization
internal import ZeroMQ

/// A connection to a hub: publishes alerts, subscribes to alerts, asks the hub.
///
///     let hub = try HubAddress(endpoint: "tcp://hub.example.org:7400", publicKeyFile: "hub.key")
///     let client = try CordonClient(
///         ClientConfiguration(hub: hub, keyFile: "enforcement.key_secret", outboxPath: "outbox.sqlite"))
///     try await client.connect()
///     try await client.publish([OutgoingAlert(bytes)])
///     await client.close()
///
/// It is an actor on a thread of its own that waits for the network. Hand it and take from it batches: each call costs
/// two hops between threads, however much it carries. It connects again by itself until it is closed, and everything
/// that was not receipted or confirmed goes on where it was.
public actor CordonClient {
    /// The thread that is this actor's executor.
    nonisolated let thread: PollThread
    /// The actor runs on its poll thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    let configuration: ClientConfiguration
    /// The file of what awaits its receipt, nil where alerts are kept in memory only.
    nonisolated let outbox: OutboxWriter?
    private let clockStart = ContinuousClock.now

    // The connection
    var link: HubLink?
    var session: ClientSession
    var actions: [ClientAction] = []
    var performing: [ClientAction] = []
    var frameByteCounts: [Int] = []
    var timer: PollTimer?
    var registrations: [PollRegistration] = []
    var state = ConnectionState.idle
    var stateStreams: [UInt64: AsyncStream<ConnectionState>.Continuation] = [:]
    var connecting = Waiters<Welcome>()
    /// When a connection that was refused or lost is tried again, and the wait after a refusal.
    var reconnectAt: UInt64?
    var reconnectPause: UInt64
    /// Something answered at the endpoint since the last attempt began.
    var isReached = false
    /// Set once the hub refused the client for good, or it was closed.
    var ending: CordonError?
    var isClosed = false
    var lastID: UInt64 = 0

    // Publishing
    var queue: OutgoingQueue
    /// The number that the next published alert gets.
    var endNumber: UInt64
    var puts: [PendingPut] = []
    var settling = PendingSettlement()
    var worker: Task<Void, Never>?
    /// The outbox's file failed: until then only what comes in tries it.
    var outboxPausedUntil: UInt64 = 0
    var publishPausedUntil: UInt64 = 0
    var publishPause: UInt64
    var isReadingReceipts = false
    var receiptWaiters = Waiters<[AlertReceipt]?>()
    var flushWaiters = Waiters<Void>()
    var findings: [UInt64: [UInt8]] = [:]
    /// To read ids of alerts with.
    var document = JSONDocument(limits: JSONLimits(bytesMax: ProtocolLimits.batchBytesMax))
    var retryAfterMilliseconds: UInt64 = 0
    var alertByteCounts: [Int] = []
    var signatureByteCounts: [Int] = []

    // Subscribing
    var subscriptions: [UInt32: SubscriptionState] = [:]
    var lastTag: UInt32 = 0
    var hasUnsentConfirms = false
    /// The frames of the DELIVER at hand, copied once, empty before.
    var message: [UInt8] = []
    /// Where each of them begins.
    var messageStarts: [Int] = []

    // Requests
    var requests: [UInt32: PendingRequest] = [:]

    /// Makes a client, and opens its outbox; `connect` connects it.
    ///
    /// - Throws: `CordonError` with code `.configuration`, `.outbox` or `.system`.
    public init(_ configuration: ClientConfiguration) throws(CordonError) {
        try configuration.check()
        let outbox: OutboxWriter? =
            if let path = configuration.outboxPath { try OutboxWriter(path: path) } else { nil }
        let numbers = outbox?.initialNumbers ?? 1..<1
        self.configuration = configuration
        self.outbox = outbox
        queue = OutgoingQueue(firstNumber: numbers.lowerBound)
        endNumber = numbers.upperBound
        session = ClientSession(
            configuration: configuration.session,
            firstSession: .random(in: ProtocolLimits.recognisedSessionMin...(1 << 62)))
        reconnectPause = configuration.retryPauseMin.milliseconds
        publishPause = configuration.retryPauseMin.milliseconds
        do throws(ZeroMQError) {
            thread = try PollThread(name: "cordon-client")
        } catch {
            outbox?.stop()
            throw CordonError(.system, retry: .later, "no thread for the connection: \(error)")
        }
    }

    deinit {
        thread.stop()
    }

    /// Milliseconds since the client was made.
    var now: UInt64 { UInt64(max(0, clockStart.duration(to: .now) / .milliseconds(1))) }

    func instant(_ milliseconds: UInt64) -> ContinuousClock.Instant {
        clockStart + .milliseconds(Int64(clamping: milliseconds))
    }

    func nextID() -> UInt64 {
        lastID += 1
        return lastID
    }
}
