internal import Glibc
internal import TestSupport
internal import ZeroMQ

/// Attacks by connections, and by what is no command.
extension Attacker {
    /// Handshakes with keys that nobody knows.
    func storm() throws {
        var count = 0
        while goesOn {
            let unknown = try CurveKeyPair.generate()
            if (try? CurvePeer(port: hub.port, hub: hub.publicKey, keys: unknown)) != nil { note("let in") }
            count += 1
        }
        note("\(count) handshakes")
    }

    func sendLongFrames() throws {
        var dealer = try Dealer(hub, keys: keys)
        let long = [UInt8](repeating: 0x20, count: 400_000)
        var count = 0
        while goesOn {
            if try dealer.send([long]) { count += 1 }
            usleep(1_000)
        }
        note("sent \(count)")
    }

    func sendEndlessMessages() { sendFrames { _ in true } }

    /// Messages of 2.4, 12, 61 and 72 MB; only the last has more frames than any command.
    func sendHugeMessages() {
        let counts = [20, 100, 513, 600]
        let ends = Set(counts.indices.map { counts[...$0].reduce(0, +) - 1 })
        sendFrames { !ends.contains($0 % counts.reduce(0, +)) }
    }

    /// Sends frames as fast as the hub takes them, over a new connection whenever one is cut; `more` says whether the
    /// message goes on after a frame of the connection.
    private func sendFrames(more: (Int) -> Bool) {
        let frame = [UInt8](repeating: 0x20, count: 120_000)
        var (cuts, sent) = (0, 0)
        while goesOn {
            guard let peer = try? CurvePeer(port: hub.port, hub: hub.publicKey, keys: keys) else {
                usleep(10_000)
                continue
            }
            var count = 0
            while goesOn {
                guard peer.send(frame, more: more(count)), !peer.isClosed else {
                    cuts += 1
                    break
                }
                count += 1
                sent += frame.count
            }
        }
        note("cut \(cuts) times")
        note("sent \(sent >> 20) MiB")
    }

    /// Bytes that are no ZMTP.
    func sendRawGarbage() throws {
        var random = SeededGenerator(state: 9)
        var count = 0
        while goesOn {
            let connection = try RawConnection(port: hub.port)
            if count % 3 == 0 { connection.resetAtClose() }
            if count % 2 == 0 {
                connection.send([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 1] + Array("CURVE".utf8))
            }
            connection.send((0..<4_096).map { _ in UInt8.random(in: 0...255, using: &random) })
            count += 1
            usleep(1_000)
        }
        note("\(count) connections")
    }

    /// Keeps 2,000 connections open that say nothing, and opens another one for each that the hub ends.
    func keepIdleConnections() {
        var connections: [RawConnection] = []
        var (opened, oldest, most) = (0, 0, 0)
        while goesOn {
            usleep(1_000)
            if connections.count < 2_000 {
                guard let connection = try? RawConnection(port: hub.port) else { continue }
                connections.append(connection)
                opened += 1
            } else {
                oldest = (oldest + 1) % connections.count
                if connections[oldest].isClosed { connections.swapAt(oldest, connections.count - 1) }
                if connections.last?.isClosed == true { connections.removeLast() }
            }
            most = max(most, connections.count)
        }
        note("\(most) connections")
        note("opened \(opened)")
    }
}
