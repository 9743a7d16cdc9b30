import ExchangeProtocol
import Testing

@Suite("Malformed frames")
struct MalformedFrameTests {
    struct Row: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var frame: [UInt8]
        var command: CommandCode?
        var field: String
        var code: ProtocolErrorCode = .badFrame

        init(
            _ description: String, _ base: [UInt8], _ changes: [Int: UInt8], _ command: CommandCode?, _ field: String,
            _ code: ProtocolErrorCode = .badFrame
        ) {
            testDescription = description
            frame = base
            for (index, byte) in changes { frame[index < 0 ? frame.count + index : index] = byte }
            self.command = command
            self.field = field
            self.code = code
        }
    }

    static let publish = encoded(.publish(Publish(firstPublishID: 42, alertCount: 3, isSigned: true)))
    static let subscribe = encoded(Samples.client[3])
    static let hello = encoded(Samples.client[0])
    static let hub = Samples.hubFrames

    static let rows: [Row] = [
        Row("a foreign signature", publish, [0: 0xFF], nil, "signature"),
        Row("another version", publish, [2: 2], nil, "version", .versionUnsupported),
        Row("an unknown command", publish, [3: 0xEE], nil, "command"),
        Row("more frames than any command has", publish, [4: 0xFF], .publish, "following"),
        Row("fewer frames than the batch needs", publish, [5: 5], .publish, "following"),
        Row("an empty batch", publish, [14: 0, 15: 0], .publish, "alert-count"),
        Row("a batch beyond the bound", publish, [14: 1, 15: 1], .publish, "alert-count"),
        Row("an unknown flag", publish, [16: 3], .publish, "flags"),
        Row(
            "publish ids that run over", publish, Dictionary(uniqueKeysWithValues: (6..<14).map { ($0, 0xFF) }),
            .publish, "first-publish-id"),
        Row("a HELLO whose versions are crossed", hello, [6: 2], .hello, "highest-version"),
        Row("an agent that is not UTF-8", hello, [-1: 0xFF], .hello, "agent"),
        Row("an unknown mode", subscribe, [10: 9], .subscribe, "mode"),
        Row("a live subscription with a name", subscribe, [10: 1], .subscribe, "mode"),
        Row("an unknown option", subscribe, [11: 0x80], .subscribe, "flags"),
        Row("an unknown start", subscribe, [12: 5], .subscribe, "start"),
        Row("a start that takes no value but has one", subscribe, [12: 1], .subscribe, "start"),
        Row("a name beyond its bound", subscribe, [37: 65], .subscribe, "name"),
        Row("no topic pattern", subscribe, [43: 0], .subscribe, "topic-count"),
        Row("too many topic patterns", subscribe, [43: 17], .subscribe, "topic-count"),
        Row("an empty topic pattern", subscribe, [44: 0], .subscribe, "topic"),
        Row("a WELCOME of no alerts in a batch", hub[0], [23: 0, 24: 0], .welcome, "batch-alerts-max"),
        Row("a receipt of no entries", hub[1], [6: 0, 7: 0], .receipt, "entry-count"),
        Row("a receipt of too many entries", hub[1], [6: 0xFF], .receipt, "entry-count"),
        Row("a receipt with two reports", hub[1], [5: 2], .receipt, "following"),
        Row("an unknown outcome", hub[1], [16: 3], .receipt, "outcome"),
        Row("an unknown retry class", hub[1], [17: 5], .receipt, "retry-class"),
        Row("a delivery under sequence 0", hub[4], [13: 0], .deliver, "first-sequence"),
        Row("a delivery of no alerts", hub[4], [14: 0, 15: 0], .deliver, "alert-count"),
        Row("a delivery with a frame missing", hub[4], [5: 5], .deliver, "following"),
        Row("a gap that ends before it begins", hub[5], [24: 0xFF], .gap, "to-position"),
        Row("a time to wait of three bytes", hub[7], [-5: 3], .reset, "optional"),
        Row("an unknown retry class in an ERROR", hub[8], [8: 9], .error, "retry-class"),
        Row("an ERROR about an unknown command", hub[8], [10: 0x77], .error, "refused-command"),
        Row("a RESPONSE without its answer", hub[9], [5: 0], .response, "following"),
        Row("a remark that is not UTF-8", hub[10], [-1: 0xFF], .subscribed, "notes"),
        Row("rules of an alert that is not there", hub[11], [47: 9], .deliver, "matched"),
        Row("more rules listed than match", hub[11], [49: 1], .deliver, "matched"),
        Row("a rule's name beyond the field", hub[11], [51: 64], .deliver, "matched"),
    ]

    @Test("are refused by command and field", arguments: rows)
    func refused(row: Row) throws {
        let error = try #require(decodingError(row.frame))
        #expect(error.command == row.command)
        #expect(error.field == row.field)
        #expect(error.code == row.code)
        #expect(error.description.contains(row.field))
    }

    @Test("a command of the other side is unexpected")
    func direction() throws {
        let fromHub = #expect(throws: ProtocolError.self) {
            try Samples.hubFrames[0].withUnsafeBytes { _ = try ClientMessage(decoding: $0) }
        }
        #expect(fromHub?.code == .unexpectedCommand)
        let fromClient = #expect(throws: ProtocolError.self) {
            try Self.publish.withUnsafeBytes { _ = try HubMessage(decoding: $0) }
        }
        #expect(fromClient?.code == .unexpectedCommand)
    }

    @Test("a first frame beyond its bound is refused before it is read")
    func tooLong() {
        let frame = Self.publish + [UInt8](repeating: 0, count: ProtocolLimits.commandFrameBytesMax)
        #expect(decodingError(frame)?.field == "frame")
    }

    @Test("a subscription beyond its bounds is refused before it is sent")
    func subscriptionBounds() {
        let good = Subscribe(tag: 1, mode: .durable, start: .cursor, name: "n", topics: [">"])
        #expect(throws: Never.self) { try good.check() }
        var bad = [Subscribe](repeating: good, count: 6)
        bad[0].name = ""
        bad[1].topics = []
        bad[2].topics = [String](repeating: ">", count: ProtocolLimits.topicPatternsMax + 1)
        bad[3].rule = String(repeating: "x", count: ProtocolLimits.ruleBytesMax + 1)
        bad[4].name = String(repeating: "x", count: ProtocolLimits.subscriptionNameBytesMax + 1)
        bad[5].mode = .live
        for subscribe in bad { #expect(throws: ProtocolError.self) { try subscribe.check() } }
    }

    @Test("random mutations never crash and what decodes encodes again", .timeLimit(.minutes(1)))
    func mutations() throws {
        var random = SeededGenerator(state: 0x00C0_FFEE)
        let seeds = Samples.allFrames
        var decoded = 0
        for _ in 0..<100_000 {
            var frame = seeds[Int.random(in: 0..<seeds.count, using: &random)]
            for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&frame, &random) }
            guard decodingError(frame) == nil else { continue }
            decoded += 1
            let again = try reencoded(frame)
            #expect(try reencoded(again) == again)
        }
        #expect(decoded > 1_000)
    }

    private func mutate(_ frame: inout [UInt8], _ random: inout SeededGenerator) {
        guard !frame.isEmpty else { return }
        let index = Int.random(in: 0..<frame.count, using: &random)
        switch UInt8.random(in: 0..<6, using: &random) {
        case 0: frame.remove(at: index)
        case 1: frame.insert(.random(in: 0...255, using: &random), at: index)
        case 2: frame.removeLast(frame.count - index)
        case 3: frame[index] = [0x00, 0x01, 0x7F, 0x80, 0xFF][Int.random(in: 0..<5, using: &random)]
        case 4: frame[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        default: frame[index] = .random(in: 0...255, using: &random)
        }
    }
}
