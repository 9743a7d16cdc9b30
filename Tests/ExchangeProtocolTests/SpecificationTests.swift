import AlertModel
import ExchangeProtocol
import Foundation
import Testing
import TransparencyLog

@Suite("The specification")
struct SpecificationTests {
    static let document = SpecificationDocument.shared
    static let transcripts = document.transcripts

    @Test("shows every command in a transcript")
    func everyCommand() {
        #expect(Set(Self.transcripts.map(\.name)) == Set(CommandCode.allCases.map(\.name)))
    }

    @Test("shows messages that decode and encode to the same bytes", arguments: Self.transcripts)
    func transcript(transcript: SpecificationDocument.Transcript) throws {
        let first = try #require(transcript.frames.first)
        let header = try first.withUnsafeBytes { try FrameHeader(decoding: $0) }
        #expect(header.command.name == transcript.name)
        #expect(header.command.isFromClient == transcript.isFromClient)
        #expect(header.followingFrames == transcript.frames.count - 1)
        #expect(try reencoded(first) == first)
    }

    @Test("shows clients' messages that a hub takes, and nothing else", arguments: Self.transcripts)
    func hubTakes(transcript: SpecificationDocument.Transcript) {
        var session = HubSession(now: 0)
        let bytes = transcript.frames.dropFirst().reduce(0) { $0 + $1.count }
        let action = transcript.frames[0].withUnsafeBytes {
            session.receive($0, followingFrames: transcript.frames.count - 1, followingBytes: bytes, now: 0)
        }
        if case .refuse(let refusal) = action {
            #expect(!transcript.isFromClient && refusal.errorCode == .unexpectedCommand)
        } else {
            #expect(transcript.isFromClient)
        }
    }

    private func first(_ name: String) throws -> SpecificationDocument.Transcript {
        try #require(Self.transcripts.first { $0.name == name })
    }

    @Test("shows record headers that decode, encode and give the receipt's leaf hash")
    func recordHeaders() throws {
        let frames = try first("DELIVER").frames
        for index in 0..<2 {
            let bytes = frames[Deliver.headerFrame(index)]
            let header = try bytes.withUnsafeBytes { try RecordHeader(decoding: $0) }
            var again: [UInt8] = []
            try header.encode(into: &again)
            #expect(again == bytes)
            let entry = try frames[0].withUnsafeBytes { try Deliver(decoding: $0)[index] }
            #expect(entry.position == header.position)
            #expect(header.sender == "GT/enforcement-1")
        }
        let leaf = frames[1].withUnsafeBytes {
            LeafHash.of(
                header: $0, bodyDigest: SHA256Digest(of: frames[2]), signatureDigest: SHA256Digest(of: frames[3]))
        }
        let receipt = try first("RECEIPT").frames[0].withUnsafeBytes { try Receipt(decoding: $0)[0] }
        #expect(receipt.leafHash == leaf && receipt.outcome == .accepted)
    }

    @Test("lists the same error codes as the registry")
    func registry() {
        let rows = Self.document.table(["code", "name", "retry", "meaning"])
        let expected = ProtocolErrorCode.registry.map {
            ["\($0.code.rawValue)", $0.name, $0.retry.name, $0.meaning]
        }
        #expect(rows == expected)
    }

    @Test("lists the same retry classes")
    func retryClasses() {
        let rows = Self.document.table(["number", "class", "meaning"])
        #expect(rows.map { [$0[0], $0[1]] } == RetryClass.allCases.map { ["\($0.rawValue)", $0.name] })
    }

    @Test("gives every command the number it has", arguments: CommandCode.allCases)
    func commandNumbers(command: CommandCode) {
        let digits = String(command.rawValue, radix: 16, uppercase: true)
        let number = "%x" + (digits.count == 1 ? "0" : "") + digits
        let rule = Self.document.lines.first {
            $0.hasPrefix(command.name.lowercased() + " ") && $0.contains("= %x")
        }
        #expect(rule?.contains(number) == true)
    }

    @Test("lists the same limits")
    func limits() {
        let expected: [String: Int] = [
            "commandFrameBytesMax": ProtocolLimits.commandFrameBytesMax,
            "followingFramesMax": ProtocolLimits.followingFramesMax,
            "optionalFieldsMax": ProtocolLimits.optionalFieldsMax,
            "alertBytesDefault": ProtocolLimits.alertBytesDefault,
            "alertBytesMax": ProtocolLimits.alertBytesMax,
            "signatureBytesMax": ProtocolLimits.signatureBytesMax,
            "recordHeaderBytesMax": ProtocolLimits.recordHeaderBytesMax,
            "batchAlertsMax": ProtocolLimits.batchAlertsMax,
            "receiptEntriesMax": ProtocolLimits.receiptEntriesMax,
            "reportBytesMax": ProtocolLimits.reportBytesMax,
            "publishWindowAlertsMax": ProtocolLimits.publishWindowAlertsMax,
            "publishWindowBytesMax": ProtocolLimits.publishWindowBytesMax,
            "deliverAlertsMax": ProtocolLimits.deliverAlertsMax,
            "deliveryWindowAlertsMax": ProtocolLimits.deliveryWindowAlertsMax,
            "deliveryWindowBytesMax": ProtocolLimits.deliveryWindowBytesMax,
            "subscriptionsMax": ProtocolLimits.subscriptionsMax,
            "batchBytesMax": ProtocolLimits.batchBytesMax,
            "subscriptionNameBytesMax": ProtocolLimits.subscriptionNameBytesMax,
            "topicPatternsMax": ProtocolLimits.topicPatternsMax,
            "topicPatternBytesMax": ProtocolLimits.topicPatternBytesMax,
            "ruleBytesMax": ProtocolLimits.ruleBytesMax,
            "agentBytesMax": ProtocolLimits.agentBytesMax,
            "hubIDBytesMax": ProtocolLimits.hubIDBytesMax,
            "memberBytesMax": ProtocolLimits.memberBytesMax,
            "principalBytesMax": ProtocolLimits.principalBytesMax,
            "textBytesMax": ProtocolLimits.textBytesMax,
            "verbBytesMax": ProtocolLimits.verbBytesMax,
            "requestBytesMax": ProtocolLimits.requestBytesMax,
            "responseBytesMax": ProtocolLimits.responseBytesMax,
            "pingMillisecondsMin": ProtocolLimits.pingMillisecondsMin,
            "pingMillisecondsMax": ProtocolLimits.pingMillisecondsMax,
            "silentPingsMax": ProtocolLimits.silentPingsMax,
            "refusedBytesPerUnit": ProtocolLimits.refusedBytesPerUnit,
            "recognisedSessionMin": Int(ProtocolLimits.recognisedSessionMin),
            "sessionSuccessorsMax": Int(ProtocolLimits.sessionSuccessorsMax),
            "controlUnitsPerSecondMax": ProtocolLimits.controlUnitsPerSecondMax,
            "controlUnitsBurstMax": ProtocolLimits.controlUnitsBurstMax,
        ]
        let rows = Self.document.table(["limit", "value", "of"])
        let found = Dictionary(rows.map { ($0[0], Int($0[1]) ?? 0) }, uniquingKeysWith: { $1 })
        #expect(found == expected && rows.count == expected.count)
    }

    static let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    @Test("suffices for a client in Python", .enabled(if: python != nil), .timeLimit(.minutes(1)))
    func pythonClient() throws {
        let client = SpecificationDocument.packageRoot.appendingPathComponent(
            "Tests/ExchangeProtocolTests/pyzmq/cxp_client.py")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Self.python))
        process.arguments = ["-B", client.path, "--self-check", SpecificationDocument.path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(text)")
        #expect(text.hasPrefix("\(CommandCode.allCases.count) commands"))
    }
}
