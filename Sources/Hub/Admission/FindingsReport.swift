internal import AlertModel
internal import ExchangeProtocol
internal import JSONDocument
internal import Trust

/// What is said, in JSON, about alerts that were refused or taken with warnings: the frame that follows a RECEIPT.
///
/// An array of objects: `publishID`, `id` where it could be read, `code` (`accepted` with warnings), `findings`.
enum FindingsReport {
    /// The findings of one alert, as a JSON array.
    static func encode(_ findings: [AlertFinding]) -> [UInt8] {
        var writer = JSONWriter()
        writer.array { list in
            for finding in findings { finding.write(to: &list) }
        }
        return writer.bytes
    }

    /// A refusal for want of rights, as a JSON array of one finding.
    static func encode(_ reason: AdmissionRefusal) -> [UInt8] {
        var writer = JSONWriter()
        writer.array { list in
            list.object {
                $0.member("code", reason.rawValue)
                $0.member("pointer", "")
                $0.member("sentence", reason.description)
            }
        }
        return writer.bytes
    }

    /// The object that tells of one refused alert.
    static func refusal(publishID: UInt64, code: ProtocolErrorCode, alertID: String, findings: [UInt8]) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.member("publishID", publishID)
            if !alertID.isEmpty { $0.member("id", alertID) }
            $0.member("code", code.name)
            $0.member("sentence", code.registration.meaning)
            $0.name("findings")
            $0.raw(findings.isEmpty ? Array("[]".utf8) : findings)
        }
        return writer.bytes
    }

    /// The object that tells of the warnings of an accepted alert.
    static func warnings(publishID: UInt64, _ warnings: [RecordHeader.Warning]) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.member("publishID", publishID)
            $0.member("code", "accepted")
            $0.name("findings")
            $0.array { list in
                for warning in warnings {
                    list.object {
                        $0.member("severity", "warning")
                        $0.member("code", warning.code)
                        $0.member("pointer", warning.pointer)
                        $0.member("sentence", warning.sentence)
                    }
                }
            }
        }
        return writer.bytes
    }

    /// The report of several objects, nil where there are none. What does not fit is left out: it can be looked up.
    static func join(_ objects: [[UInt8]]) -> [UInt8]? {
        guard !objects.isEmpty else { return nil }
        var report: [UInt8] = [UInt8(ascii: "[")]
        for object in objects {
            if report.count + object.count + 2 > ProtocolLimits.reportBytesMax { continue }
            if report.count > 1 { report.append(UInt8(ascii: ",")) }
            report.append(contentsOf: object)
        }
        report.append(UInt8(ascii: "]"))
        return report
    }
}
