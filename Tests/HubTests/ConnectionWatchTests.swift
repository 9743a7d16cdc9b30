import Glibc
import Testing
import ZeroMQ

@testable import Hub

/// The watch over connections, on real ones: what a test reads from a connection stands for what libzmq reads.
@Suite struct ConnectionWatchTests {
    private static let window = 16 << 20
    private static let tooMuch = Int(ConnectionWatch.messageBytesMax) + 1

    @Test func `whoever sends more than any message and completes none is cut once the front door was empty`() throws {
        let line = try Line()
        var watch = ConnectionWatch(windowBytesMax: UInt64(Self.window))
        watch.accepted(line.inner, at: 5_007)
        line.pass(Self.tooMuch)
        #expect(watch.look().isEmpty)
        #expect(watch.look().isEmpty, "what was read may be whole messages that wait for the hub's thread")
        watch.noteEmpty()
        let offenders = watch.look()
        #expect(offenders.count == 1 && offenders.first?.since == 4_007 && offenders.first?.ticket == nil)
        #expect(line.isCut)
        watch.noteEmpty()
        #expect(watch.look().isEmpty, "cut once is enough")
    }

    @Test func `a window full of whole messages that wait is let be, and more than that is not`() throws {
        let line = try Line()
        var watch = ConnectionWatch(windowBytesMax: UInt64(Self.window))
        watch.accepted(line.inner, at: 0)
        line.pass(Self.window)
        for _ in 0..<3 { #expect(watch.look().isEmpty) }
        line.pass(Self.tooMuch)
        #expect(watch.look().count == 1)
    }

    @Test func `messages of the greatest size one after the other are no offence`() throws {
        let line = try Line()
        var watch = ConnectionWatch(windowBytesMax: UInt64(Self.window))
        watch.accepted(line.inner, at: 0)
        for _ in 0..<5 {
            for _ in 0..<4 {
                line.pass(Self.tooMuch / 4)
                watch.noteEmpty()
                #expect(watch.look().isEmpty)
            }
            [UInt8("x".utf8.first!)].withUnsafeBytes { watch.noteMessage(line.inner, from: $0, ticket: nil) }
            #expect(watch.look().isEmpty)
        }
        #expect(!line.isCut)
    }

    @Test func `many who each hold a little are bounded together, and the greatest is cut first`() throws {
        let share = 3 << 20
        let lines = try (0...(Int(ConnectionWatch.unfinishedBytesMax) / share)).map { _ in try Line() }
        var watch = ConnectionWatch(windowBytesMax: UInt64(Self.window))
        for line in lines {
            watch.accepted(line.inner, at: 0)
            line.pass(line === lines[4] ? share + 100_000 : share)
        }
        #expect(watch.look().isEmpty)
        watch.noteEmpty()
        #expect(watch.look().count == 1)
        #expect(lines[4].isCut)
        #expect(watch.ended(lines[4].inner) == nil && watch.count == lines.count - 1)
        watch.noteEmpty()
        #expect(watch.look().isEmpty)
    }

    @Test func `many connections of one address are cut before one great message of another`() throws {
        let share = 2 << 20
        let innocent = try Line(from: 0x7f00_0002)
        let greedy = try (0...(Int(ConnectionWatch.unfinishedBytesMax) / share)).map { _ in try Line() }
        var watch = ConnectionWatch(windowBytesMax: UInt64(Self.window))
        watch.accepted(innocent.inner, at: 0)
        innocent.pass(2 * share)
        for line in greedy {
            watch.accepted(line.inner, at: 0)
            line.pass(share)
        }
        #expect(watch.look().isEmpty)
        watch.noteEmpty()
        let offenders = watch.look()
        #expect(offenders.count == 3 && offenders.allSatisfy { $0.address.host == "127.0.0.1" }, "\(offenders)")
        #expect(!innocent.isCut)
    }

    @Test func `every one of many connections has its turn`() throws {
        let lines = try (0..<(ConnectionWatch.connectionsPerLookMax + 40)).map { _ in try Line() }
        var watch = ConnectionWatch(windowBytesMax: UInt64(Self.window))
        for line in lines { watch.accepted(line.inner, at: 0) }
        let offender = lines[lines.count - 7]
        offender.pass(Self.tooMuch)
        var offenders = 0
        for _ in 0..<4 {
            offenders += watch.look().count
            watch.noteEmpty()
        }
        #expect(offenders == 1 && offender.isCut)
    }
}

/// A TCP connection with both ends here.
private final class Line {
    let inner: Int32
    private let outer: Int32

    /// - Parameter address: Where the outer end is.
    init(from address: UInt32 = 0x7f00_0001) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var here = sockaddr_in()
        here.sin_family = sa_family_t(AF_INET)
        here.sin_addr.s_addr = address.bigEndian
        var address = here
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        outer = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let outer = outer
        let isBound = withUnsafePointer(to: &here) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(outer, $0, length) == 0 }
        }
        let isConnected = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 1) == 0
                    && getsockname(listener, address, &length) == 0 && connect(outer, address, length) == 0
            }
        }
        inner = accept(listener, nil, nil)
        try #require(isBound && isConnected && inner >= 0)
    }

    deinit {
        close(inner)
        close(outer)
    }

    /// Sends so many bytes and reads them at the other end.
    func pass(_ count: Int) {
        let bytes = [UInt8](repeating: 1, count: 65_536)
        var buffer = bytes
        var left = count
        while left > 0 {
            let sent = send(outer, bytes, min(left, bytes.count), Int32(MSG_NOSIGNAL))
            guard sent > 0 else { break }
            var unread = sent
            while unread > 0 { unread -= max(read(inner, &buffer, unread), 0) }
            left -= sent
        }
        #expect(left == 0)
    }

    var isCut: Bool {
        var byte: UInt8 = 0
        return recv(outer, &byte, 1, Int32(MSG_DONTWAIT)) == 0
    }
}
