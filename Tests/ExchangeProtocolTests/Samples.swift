import ExchangeProtocol
import TransparencyLog

/// One encoded first frame of every command, for tests that want them all.
enum Samples {
    static let leaf = SHA256Digest(of: Array("leaf".utf8))
    static let epoch: UInt128 = 0x0011_2233_4455_6677_8899_AABB_CCDD_EEFF

    static let client: [ClientMessage] = [
        .hello(Hello(session: 7, deliverAlertsWished: 32, deliverBytesWished: 262_144, agent: "cordon/1.0")),
        .publish(Publish(firstPublishID: 42, alertCount: 3, isSigned: true)),
        .publish(Publish(firstPublishID: 1, alertCount: 1, isSigned: false)),
        .subscribe(
            Subscribe(
                tag: 5, mode: .durable, options: .exercises, start: .position(1_000), epoch: epoch, name: "drugs",
                topics: ["seizure.drugs.>", "*.currency.*.GT"], rule: "tlp == \"GREEN\"")),
        .subscribe(Subscribe(tag: 6, mode: .live, start: .latest, topics: [">"])),
        .unsubscribe(Unsubscribe(tag: 5, forget: true)),
        .credit(Credit(sequenceLimit: 1_024, byteLimit: 1 << 24)),
        .confirm(Confirm(tag: 5, position: 1_007)),
        .ping(Ping(nonce: 99)),
        .request(Request(id: 3, verb: "status")),
        .bye(Bye()),
    ]

    static let receipts: [ReceiptEntry] = [
        .accepted(publishID: 42, position: 1_001, leafHash: leaf),
        .duplicate(publishID: 43, position: 12, leafHash: leaf),
        .refused(publishID: 44, code: .schemaRefused),
    ]

    static let deliveries: [DeliverEntry] = [
        DeliverEntry(tag: 5, flags: .replayed, position: 1_000),
        DeliverEntry(tag: 6, flags: [.replayed, .redelivered], reason: .followUp, position: 1_001),
    ]

    static let welcome = Welcome(
        features: .all, session: 7, limits: SessionLimits(), hubID: "hub-1", epoch: epoch, head: 1_234,
        hubTime: 1_790_000_000_000, member: "GT", principal: "enforcement-1")

    static let refusal = Refusal(
        code: .trimmed, command: .subscribe, reference: 5, text: "The earliest kept position is 900.",
        retryAfterMilliseconds: 250)

    static let matched = MatchedRules(
        count: 3, rules: [.init(name: "cocaine", because: "tlp == 'GREEN'"), .init(name: "quetzal")])

    /// Encoded first frames of the hub's commands.
    static var hubFrames: [[UInt8]] {
        var frames: [[UInt8]] = []
        func add(_ encode: (inout [UInt8]) -> Void) {
            var buffer: [UInt8] = []
            encode(&buffer)
            frames.append(buffer)
        }
        add { welcome.encode(into: &$0) }
        add { Receipt.encode(receipts[...], hasReport: true, retryAfterMilliseconds: 9, into: &$0) }
        add { Subscribed(tag: 5, epoch: epoch, start: 1_000, head: 1_234).encode(into: &$0) }
        add { Unsubscribed(tag: 5, code: .topicNotAllowed).encode(into: &$0) }
        add { Deliver.encode(firstSequence: 1, deliveries[...], into: &$0) }
        add { Gap(tag: 6, sequence: 3, fromPosition: 1_002, toPosition: 1_100, skipped: 17).encode(into: &$0) }
        add { Pong(nonce: 99, lastSequence: 3, head: 1_234, hubTime: 1_790_000_000_123).encode(into: &$0) }
        add { Reset(code: .unknownSession, retryAfterMilliseconds: 100).encode(into: &$0) }
        add { refusal.encode(into: &$0) }
        add { Response(id: 3).encode(into: &$0) }
        add { Subscribed(tag: 5, epoch: epoch, start: 1, head: 0, notes: "1:1: warning").encode(into: &$0) }
        add { Deliver.encode(firstSequence: 9, deliveries[...], matched: [(0, matched)], into: &$0) }
        return frames
    }

    /// The length of the optional field that ends a frame of the hub's.
    static func optionalBytes(of frame: [UInt8]) -> Int {
        switch frame {
        case hubFrames[10]: 3 + 12
        case hubFrames[11]: 3 + 38
        default: 7
        }
    }

    static var clientFrames: [[UInt8]] { client.map(encoded) }
    static var allFrames: [[UInt8]] { clientFrames + hubFrames }
}

func encoded(_ message: ClientMessage) -> [UInt8] {
    var buffer: [UInt8] = []
    message.encode(into: &buffer)
    return buffer
}

/// Decodes a first frame of either direction and encodes it anew.
func reencoded(_ frame: [UInt8]) throws -> [UInt8] {
    try frame.withUnsafeBytes { bytes in
        var buffer: [UInt8] = []
        if try FrameHeader(decoding: bytes).command.isFromClient {
            try ClientMessage(decoding: bytes).encode(into: &buffer)
            return buffer
        }
        switch try HubMessage(decoding: bytes) {
        case .welcome(let command): command.encode(into: &buffer)
        case .receipt(let command):
            Receipt.encode(
                command.entries[...], hasReport: command.hasReport,
                retryAfterMilliseconds: command.retryAfterMilliseconds, into: &buffer)
        case .subscribed(let command): command.encode(into: &buffer)
        case .unsubscribed(let command): command.encode(into: &buffer)
        case .deliver(let command):
            let matched = command.matched.sorted { $0.key < $1.key }.map { (index: $0.key, rules: $0.value) }
            Deliver.encode(
                firstSequence: command.firstSequence, command.entries[...], matched: matched, into: &buffer)
        case .gap(let command): command.encode(into: &buffer)
        case .pong(let command): command.encode(into: &buffer)
        case .reset(let command): command.encode(into: &buffer)
        case .error(let command): command.encode(into: &buffer)
        case .response(let command): command.encode(into: &buffer)
        }
        return buffer
    }
}

/// The error that decoding `frame` as its own direction's message gives, nil where it decodes.
func decodingError(_ frame: [UInt8]) -> ProtocolError? {
    frame.withUnsafeBytes { bytes -> ProtocolError? in
        do throws(ProtocolError) {
            if try FrameHeader(decoding: bytes).command.isFromClient {
                _ = try ClientMessage(decoding: bytes)
            } else {
                _ = try HubMessage(decoding: bytes)
            }
            return nil
        } catch {
            return error
        }
    }
}

/// A small generator (SplitMix64) whose runs can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
