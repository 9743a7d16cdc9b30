import ExchangeProtocol
import Testing
import TransparencyLog

@Suite("Commands on the wire")
struct CodecTests {
    @Test("a decoded frame encodes to the same bytes", arguments: Samples.allFrames)
    func roundTrip(frame: [UInt8]) throws {
        #expect(try reencoded(frame) == frame)
    }

    @Test("every command has a sample")
    func coverage() {
        let seen = Set(Samples.allFrames.map { $0[3] })
        #expect(seen == Set(CommandCode.allCases.map(\.rawValue)))
    }

    @Test("a client's command decodes to an equal value", arguments: Samples.client)
    func clientValues(message: ClientMessage) throws {
        let decoded = try encoded(message).withUnsafeBytes { try ClientMessage(decoding: $0) }
        #expect(decoded == message)
        #expect(decoded.command == message.command)
    }

    @Test("each entry of a receipt comes back in its order")
    func receipts() throws {
        var frame: [UInt8] = []
        Receipt.encode(Samples.receipts[...], into: &frame)
        try frame.withUnsafeBytes {
            let receipt = try Receipt(decoding: $0)
            #expect(receipt.entries == Samples.receipts)
            #expect(!receipt.hasReport)
            #expect(receipt[2].errorCode == .schemaRefused)
            #expect(receipt[2].retry == .never)
        }
    }

    @Test("a delivery tells which frames belong to an alert")
    func deliveries() throws {
        var frame: [UInt8] = []
        Deliver.encode(firstSequence: 10, Samples.deliveries[...], into: &frame)
        try frame.withUnsafeBytes {
            let deliver = try Deliver(decoding: $0)
            #expect(deliver.entries == Samples.deliveries)
            #expect(deliver.firstSequence == 10)
            #expect(try FrameHeader(decoding: $0).followingFrames == 6)
        }
        #expect(Deliver.headerFrame(1) == 4 && Deliver.alertFrame(1) == 5 && Deliver.signatureFrame(1) == 6)
    }

    @Test("a signed batch counts two frames an alert, an unsigned one")
    func batches() {
        let signed = Publish(firstPublishID: 1, alertCount: 4, isSigned: true)
        #expect(signed.followingFrames == 8 && signed.alertFrame(3) == 7 && signed.signatureFrame(3) == 8)
        let plain = Publish(firstPublishID: 1, alertCount: 4, isSigned: false)
        #expect(plain.followingFrames == 4 && plain.alertFrame(3) == 4 && plain.signatureFrame(3) == nil)
    }

    @Test("unknown optional fields are skipped", arguments: Samples.allFrames)
    func unknownOptionalFields(frame: [UInt8]) throws {
        #expect(try reencoded(frame + [0x7F, 0, 3, 1, 2, 3, 0x80, 0, 0]) == frame)
    }

    @Test("an optional field that leads past the frame's end is refused", arguments: Samples.allFrames)
    func brokenOptionalFields(frame: [UInt8]) {
        #expect(decodingError(frame + [0x7F]) != nil)
        #expect(decodingError(frame + [0x7F, 0, 4, 1, 2, 3]) != nil)
        let tooMany = (0...ProtocolLimits.optionalFieldsMax).flatMap { _ in [0x7F, 0, 0] as [UInt8] }
        #expect(decodingError(frame + tooMany) != nil)
    }

    @Test("every frame that is cut short is refused", arguments: Samples.allFrames)
    func truncation(frame: [UInt8]) {
        // Where an optional field ends the frame, the frame without it is whole.
        let optionalBytes = Samples.optionalBytes(of: frame)
        for length in 0..<frame.count where length != frame.count - optionalBytes {
            #expect(decodingError(Array(frame[..<length])) != nil, "cut to \(length) bytes")
        }
    }

    @Test("a text that is too long for an ERROR is cut between characters")
    func longText() throws {
        let text = String(repeating: "é", count: ProtocolLimits.textBytesMax)
        var frame: [UInt8] = []
        Refusal(code: .badRule, text: "x" + text).encode(into: &frame)
        let decoded = try frame.withUnsafeBytes { try Refusal(decoding: $0) }
        #expect(decoded.text.utf8.count == ProtocolLimits.textBytesMax - 1)
        #expect(decoded.text.hasSuffix("é"))
    }

    @Test("a code of a later version keeps its number")
    func laterCode() throws {
        var frame: [UInt8] = []
        Reset(code: .draining).encode(into: &frame)
        frame[6] = 0xEE
        let reset = try frame.withUnsafeBytes { try Reset(decoding: $0) }
        #expect(reset.errorCode == nil && reset.code == 0xEE6D)
    }

    @Test("the limits of a full message fit into its first frame")
    func fullFrames() throws {
        var frame: [UInt8] = []
        let receipts = (0..<ProtocolLimits.receiptEntriesMax).map {
            ReceiptEntry.accepted(publishID: UInt64($0), position: 1, leafHash: Samples.leaf)
        }
        Receipt.encode(receipts[...], into: &frame)
        #expect(frame.count <= ProtocolLimits.commandFrameBytesMax)
        #expect(try reencoded(frame) == frame)
        frame.removeAll()
        let alerts = (0..<ProtocolLimits.deliverAlertsMax).map { DeliverEntry(tag: 1, position: UInt64($0)) }
        Deliver.encode(firstSequence: 1, alerts[...], into: &frame)
        #expect(try reencoded(frame) == frame)
    }
}
