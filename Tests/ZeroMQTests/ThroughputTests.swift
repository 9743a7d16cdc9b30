import Glibc
import Synchronization
import Testing

@testable import ZeroMQ

/// Carries messages by DEALER, ROUTER and back under CURVE, one thread each, and prints how fast; asserts only that all
/// arrive in order. `ZEROMQ_THROUGHPUT_MESSAGES` sets their number.
@Suite struct ThroughputTests {
    static let payloadBytes = 1_024
    static let window = 256

    static var messageCount: Int {
        getenv("ZEROMQ_THROUGHPUT_MESSAGES").flatMap { Int(String(cString: $0)) } ?? 2_000
    }

    @Test func `messages go to the hub and back in order`() throws {
        let hub = try TestHub()
        let client = try TestClient(of: hub)
        let count = Self.messageCount
        let echo = Echo(hub)
        let thread = try SystemThread(name: "echo") { echo.run(count) }
        let start = ContinuousClock.now
        let inOrder = try Self.exchange(count, by: client.socket)
        let elapsed = ContinuousClock.now - start
        thread.join()
        #expect(inOrder == count)
        let seconds = elapsed / .seconds(1)
        print("CURVE, window \(Self.window): \(Int(Double(count) / seconds)) messages a second there and back")
    }

    /// Sends all, with at most a window unanswered, and counts the answers that come in order.
    private static func exchange(_ count: Int, by socket: borrowing Socket) throws -> Int {
        var outgoing = MessageFrames(capacity: 2)
        var incoming = MessageFrames(capacity: 2)
        var payload = try Message([UInt8](repeating: 1, count: payloadBytes))
        var sent = 0
        var received = 0
        while received < count {
            while sent < count, sent - received < window {
                var number = UInt64(sent)
                try withUnsafeBytes(of: &number) { try outgoing.append(copying: $0) }
                try outgoing.append(sharing: &payload)
                guard try socket.send(&outgoing) == .sent else { break }
                sent += 1
            }
            outgoing.removeAll()
            guard try socket.waitUntilReadable(for: patience) else { return received }
            while try socket.receive(into: &incoming) == .message {
                let number = incoming.withUnsafeBytes(ofFrame: 0) { $0.loadUnaligned(as: UInt64.self) }
                guard number == UInt64(received), incoming.byteCount(ofFrame: 1) == payloadBytes else {
                    return received
                }
                received += 1
            }
        }
        return received
    }

    /// The hub's side; its socket is used by the one thread that runs it.
    final class Echo: @unchecked Sendable {
        private let hub: TestHub

        init(_ hub: consuming TestHub) {
            self.hub = hub
        }

        func run(_ count: Int) {
            var frames = MessageFrames(capacity: 3)
            var answered = 0
            while answered < count {
                guard (try? hub.router.waitUntilReadable(for: patience)) == true else { return }
                while (try? hub.router.receive(into: &frames)) == .message {
                    _ = try? hub.router.send(&frames)
                    answered += 1
                }
            }
        }
    }
}
