import AlertModel
import Testing

@Suite("Record headers")
struct RecordHeaderTests {
    static let header = RecordHeader(
        position: 1_001, epoch: Samples.epoch, acceptedAt: 1_790_000_000_000,
        alertID: 0x0192_7B3C_4D5E_7F60_8102_0304_0506_0708, messageType: .update, kind: "seizure", senderMember: "GT",
        senderPrincipal: "enforcement-1", origin: "GT",
        topics: ["seizure.drugs.cocaine.GT", "seizure.currency.cash.GT"],
        warnings: [.init(code: "check-digit", pointer: "/conveyance/containers/0", sentence: "Wrong check digit.")])

    private func encode(_ header: RecordHeader) throws(RecordHeaderError) -> [UInt8] {
        var buffer: [UInt8] = []
        try header.encode(into: &buffer)
        return buffer
    }

    private func decode(_ bytes: [UInt8]) throws -> RecordHeader {
        try bytes.withUnsafeBytes { try RecordHeader(decoding: $0) }
    }

    @Test("come back as they were")
    func roundTrip() throws {
        #expect(try decode(encode(Self.header)) == Self.header)
        #expect(Self.header.sender == "GT/enforcement-1")
        var bare = Self.header
        bare.topics = []
        bare.warnings = []
        #expect(try decode(encode(bare)) == bare)
    }

    @Test("tell their place without being read whole")
    func place() throws {
        let place = try encode(Self.header).withUnsafeBytes { try RecordHeader.Place(decoding: $0) }
        #expect(place.position == 1_001 && place.epoch == Samples.epoch)
        #expect(place.acceptedAt == Self.header.acceptedAt && place.alertID == Self.header.alertID)
    }

    @Test("can be stamped after they were encoded")
    func stamp() throws {
        var unplaced = Self.header
        unplaced.position = 0
        unplaced.epoch = 0
        unplaced.acceptedAt = 0
        var bytes = try encode(unplaced)
        bytes.withUnsafeMutableBytes {
            RecordHeader.stamp(
                position: Self.header.position, epoch: Self.header.epoch, acceptedAt: Self.header.acceptedAt, into: $0)
        }
        #expect(try bytes == encode(Self.header))
    }

    @Test("cut short at any place are refused")
    func truncation() throws {
        let bytes = try encode(Self.header)
        for length in 0..<bytes.count {
            #expect(throws: RecordHeaderError.self) { try decode(Array(bytes[..<length])) }
        }
        #expect(throws: RecordHeaderError(part: "end", problem: .trailing)) { try decode(bytes + [0]) }
    }

    @Test(
        "with a foreign byte are refused by part",
        arguments: [
            (0, 2, "version"), (1, 9, "record-type"), (50, 3, "message-type"), (51, 0, "kind"), (51, 33, "kind"),
        ]
            as [(Int, UInt8, String)])
    func foreign(index: Int, byte: UInt8, part: String) throws {
        var bytes = try encode(Self.header)
        bytes[index] = byte
        let error = #expect(throws: RecordHeaderError.self) { try decode(bytes) }
        #expect(error?.part == part)
        #expect(error?.description.contains(part) == true)
    }

    @Test("with names or topics beyond their bounds are not written")
    func bounds() {
        var bad = [RecordHeader](repeating: Self.header, count: 5)
        bad[0].kind = ""
        bad[1].senderMember = String(repeating: "x", count: RecordHeader.memberBytesMax + 1)
        bad[2].topics = [String](repeating: "t", count: RecordHeader.topicsMax + 1)
        bad[3].topics = [String(repeating: "t", count: RecordHeader.topicBytesMax + 1)]
        bad[4].origin = ""
        for header in bad {
            var buffer: [UInt8] = [1, 2, 3]
            #expect(throws: RecordHeaderError.self) { try header.encode(into: &buffer) }
            #expect(buffer == [1, 2, 3])
        }
    }

    @Test("keep the first warnings and cut long ones between characters")
    func warnings() throws {
        var header = Self.header
        let long = String(repeating: "é", count: RecordHeader.sentenceBytesMax)
        header.warnings = (0..<100).map { .init(code: "w\($0)", pointer: "x" + long, sentence: "x" + long) }
        let bytes = try encode(header)
        #expect(bytes.count <= RecordHeader.bytesMax)
        let decoded = try decode(bytes)
        #expect(decoded.warnings.count == RecordHeader.warningsMax)
        #expect(decoded.warnings[31].code == "w31")
        #expect(decoded.warnings[0].sentence.utf8.count == RecordHeader.sentenceBytesMax - 1)
    }

    @Test("of every bound at once stay within the bound of the whole")
    func largest() throws {
        func text(_ count: Int) -> String { String(repeating: "x", count: count) }
        let warning = RecordHeader.Warning(
            code: text(RecordHeader.warningCodeBytesMax), pointer: text(RecordHeader.pointerBytesMax),
            sentence: text(RecordHeader.sentenceBytesMax))
        let header = RecordHeader(
            position: .max, epoch: .max, acceptedAt: .max, alertID: .max, messageType: .cancel,
            kind: text(RecordHeader.kindBytesMax), senderMember: text(RecordHeader.memberBytesMax),
            senderPrincipal: text(RecordHeader.principalBytesMax), origin: text(RecordHeader.memberBytesMax),
            topics: .init(repeating: text(RecordHeader.topicBytesMax), count: RecordHeader.topicsMax),
            warnings: .init(repeating: warning, count: RecordHeader.warningsMax))
        let bytes = try encode(header)
        #expect(bytes.count <= RecordHeader.bytesMax)
        #expect(try decode(bytes) == header)
    }

    @Test("survive random mutations", .timeLimit(.minutes(1)))
    func mutations() throws {
        var random = SeededGenerator(state: 7)
        let seed = try encode(Self.header)
        for _ in 0..<20_000 {
            var bytes = seed
            for _ in 0..<3 {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
            }
            if let header = try? decode(bytes) { #expect(try encode(header) == bytes) }
        }
    }
}
