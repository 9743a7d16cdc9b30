import Synchronization
import Testing

@testable import ZeroMQ

@Suite struct MessageFramesTests {
    /// Two sockets of one process, each the other's only peer.
    struct Pair: ~Copyable {
        let context: Context
        let left: Socket
        let right: Socket

        init() throws {
            let context = try Context()
            let left = try Socket(.pair, in: context)
            let right = try Socket(.pair, in: context)
            try left.bind(to: "inproc://pair")
            try right.connect(to: "inproc://pair")
            self.context = context
            self.left = left
            self.right = right
        }
    }

    @Test func `frames arrive as they were sent, and memory is used again`() throws {
        let pair = try Pair()
        var outgoing = MessageFrames(capacity: 3)
        var incoming = MessageFrames(capacity: 3)
        #expect(try pair.right.receive(into: &incoming) == .nothing)
        for length in [0, 1, 29, 33, 34, 1_000, 100_000] {
            let payload = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
            try outgoing.append("head")
            payload.withUnsafeBytes { bytes in
                #expect(throws: Never.self) { try outgoing.append(copying: bytes) }
            }
            try outgoing.append(byteCount: length) { buffer in
                for index in 0..<length { buffer[index] = payload[length - 1 - index] }
            }
            #expect(try pair.left.send(&outgoing) == .sent)
            #expect(outgoing.count == 0)
            try #require(try pair.right.receive(into: &incoming) == .message)
            #expect(incoming.count == 3 && incoming.receivedFrameCount == 3)
            #expect(incoming.receivedByteCount == 4 + 2 * length)
            #expect(incoming.bytes(ofFrame: 0) == Array("head".utf8))
            #expect(incoming.bytes(ofFrame: 1) == payload)
            #expect(incoming.withUnsafeBytes(ofFrame: 2) { Array($0) } == payload.reversed())
            #expect(incoming.byteCount(ofFrame: 1) == length)
            #expect(incoming.metadata(.userID, ofFrame: 1) == nil)
            #expect(incoming.sourceDescriptor(ofFrame: 1) == nil)
        }
        #expect(try pair.right.receive(into: &incoming) == .nothing)
        #expect(incoming.count == 0 && incoming.receivedByteCount == 0)
    }

    @Test func `one payload goes to many without being copied`() throws {
        let pair = try Pair()
        let bytes = [UInt8](repeating: 42, count: 5_000)
        var source = MessageFrames(capacity: 1)
        try source.append(bytes)
        let address = source.withUnsafeBytes(ofFrame: 0) { $0.baseAddress }
        var outgoing = MessageFrames(capacity: 2)
        var incoming = MessageFrames(capacity: 2)
        for number in UInt8(0)..<20 {
            try outgoing.append([number])
            try outgoing.append(sharingFrame: 0, of: &source)
            #expect(try pair.left.send(&outgoing) == .sent)
            try #require(try pair.right.receive(into: &incoming) == .message)
            #expect(incoming.bytes(ofFrame: 0) == [number])
            #expect(incoming.withUnsafeBytes(ofFrame: 1) { $0.baseAddress } == address)
        }
        #expect(source.bytes(ofFrame: 0) == bytes)
    }

    @Test func `a frame can be taken out, kept, shared and put into another message`() throws {
        var frames = MessageFrames(capacity: 2)
        try frames.append([1, 2, 3])
        try frames.append([UInt8](repeating: 9, count: 500))
        var kept = frames.take(frame: 1)
        #expect(frames.count == 2 && frames.bytes(ofFrame: 1) == [])
        #expect(kept.byteCount == 500 && !kept.more && kept.sourceDescriptor == nil)
        #expect(kept.metadata(.userID) == nil)
        let second = try kept.share()
        let isSame = kept.withUnsafeBytes { one in second.withUnsafeBytes { $0.baseAddress == one.baseAddress } }
        #expect(isSame)
        frames.removeAll()
        #expect(frames.count == 0)
        try frames.append(sharing: &kept)
        frames.append(second)
        #expect(frames.bytes(ofFrame: 0) == frames.bytes(ofFrame: 1))
        #expect(kept.byteCount == 500)
    }

    @Test func `a single message is sent, or kept where it cannot be`() throws {
        let pair = try Pair()
        var message = try Message([1, 2])
        #expect(try pair.left.send(&message) == .sent)
        #expect(message.byteCount == 0)
        let lonely = try Socket(.dealer, in: pair.context)
        message = try Message([3])
        #expect(try lonely.send(&message) == .wouldBlock)
        #expect(message.byteCount == 1)
        var frames = MessageFrames(capacity: 2)
        try frames.append([1])
        try frames.append([2])
        #expect(try lonely.send(&frames) == .wouldBlock)
        #expect(frames.count == 2)
        let bytes: [UInt8] = [5, 6]
        let copied = bytes.withUnsafeBytes { source in
            (try? Message(copying: source))?.withUnsafeBytes { Array($0) }
        }
        #expect(copied == bytes)
    }

    @Test func `a blocking receive ends with its time-out`() throws {
        let pair = try Pair()
        try pair.right.set(.receiveTimeout, to: .milliseconds(20))
        var frames = MessageFrames(capacity: 1)
        let start = ContinuousClock.now
        #expect(try pair.right.receive(into: &frames, mode: .blocking) == .nothing)
        #expect(ContinuousClock.now - start >= .milliseconds(19))
    }

    @Test func `a type that may not receive says so`() throws {
        let context = try Context()
        let asker = try Socket(.req, in: context)
        var frames = MessageFrames(capacity: 1)
        #expect(throws: ZeroMQError.wrongState) { _ = try asker.receive(into: &frames) }
    }

    @Test func `a peer that leaves between two frames never makes a later message begin in its middle`() throws {
        let framesPerMessage = 300
        let context = try Context()
        let sender = try Socket(.dealer, in: context)
        try sender.bind(to: "tcp://127.0.0.1:*")
        let endpoint = try sender.lastEndpoint
        let isDone = Atomic<Bool>(false)
        let whole = Atomic<Int>(0)
        let broken = Atomic<Int>(0)
        // Peers that come, read a little and leave while messages are being sent.
        let leaver = PeerThread(context) { context in
            while !isDone.load(ordering: .acquiring) {
                guard let peer = try? Socket(.dealer, in: context), (try? peer.connect(to: endpoint)) != nil
                else { continue }
                var frames = MessageFrames(capacity: framesPerMessage)
                for _ in 0..<3 where (try? peer.waitUntilReadable(for: .milliseconds(20))) == true {
                    let outcome = try? peer.receive(into: &frames)
                    let isWhole =
                        outcome == .message && frames.count == framesPerMessage && frames.bytes(ofFrame: 0) == [1]
                        && frames.bytes(ofFrame: framesPerMessage - 1) == [3]
                    if isWhole {
                        whole.add(1, ordering: .relaxed)
                    } else if outcome != .nothing {
                        broken.add(1, ordering: .relaxed)
                    }
                }
            }
        }
        let thread = try SystemThread(name: "leaver") { leaver.run() }
        let end = ContinuousClock.now + .milliseconds(500)
        var message = MessageFrames(capacity: framesPerMessage)
        while ContinuousClock.now < end {
            if message.count == 0 {
                for index in 0..<framesPerMessage {
                    try message.append([index == 0 ? 1 : index == framesPerMessage - 1 ? 3 : 2])
                }
            }
            switch try sender.send(&message) {
            case .sent, .abandoned: #expect(message.count == 0)
            case .wouldBlock: #expect(message.count == framesPerMessage)
            case .unreachable: Issue.record("a DEALER has no peers by name")
            }
        }
        isDone.store(true, ordering: .releasing)
        thread.join()
        #expect(whole.load(ordering: .relaxed) > 0)
        #expect(broken.load(ordering: .relaxed) == 0)
    }

    /// Carries a context into a thread.
    final class PeerThread: Sendable {
        private let context: Context
        private let body: @Sendable (borrowing Context) -> Void

        init(_ context: consuming Context, _ body: @escaping @Sendable (borrowing Context) -> Void) {
            self.context = context
            self.body = body
        }

        func run() { body(context) }
    }
}
