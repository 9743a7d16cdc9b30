import Foundation

/// An alert for a test: what matters to the hub is set, everything else is valid.
struct AlertDraft {
    /// The number that its id ends with.
    var number: Int
    var kind = "seizure"
    var origin = "GT"
    var messageType = "alert"
    var status = "actual"
    var tlp = "GREEN"
    var recipients: [String]?
    var categories = ["drugs.cocaine"]
    var country = "GT"
    /// Milliseconds since 1970.
    var expires: UInt64?
    var sent = "2026-03-14T15:00:00Z"
    /// The numbers of the alerts that it refers to.
    var references: [Int] = []
    var remark = ""

    init(_ number: Int) { self.number = number }

    /// A change of a draft in passing.
    func with(_ change: (inout AlertDraft) -> Void) -> AlertDraft {
        var copy = self
        change(&copy)
        return copy
    }

    /// An update of it, under another number.
    func update(_ number: Int) -> AlertDraft {
        with {
            $0.number = number
            $0.messageType = "update"
            $0.references = [self.number]
        }
    }

    /// A cancellation of it, under another number.
    func cancellation(_ number: Int) -> AlertDraft {
        with {
            $0.number = number
            $0.messageType = "cancel"
            $0.references = [self.number]
        }
    }

    static func id(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "019cec0e-2f68-7d5a-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    var id: String { Self.id(number) }

    /// The alert's bytes, the same for the same draft.
    var bytes: [UInt8] {
        var members = [
            #""id":"\#(id)""#, #""schema":"https://cordon.example/schemas/seizure/1-0-0""#, #""kind":"\#(kind)""#,
            #""origin":"\#(origin)""#, #""sent":"\#(sent)""#, #""messageType":"\#(messageType)""#,
            #""status":"\#(status)""#, #""tlp":"\#(tlp)""#, #""reviewBy":"2029-03-14T00:00:00Z""#,
        ]
        if let recipients {
            members.append(#""recipients":[\#(recipients.map { "\"\($0)\"" }.joined(separator: ","))]"#)
        }
        if let expires {
            let date = Date(timeIntervalSince1970: Double(expires) / 1000)
            members.append(#""expires":"\#(date.formatted(.iso8601))""#)
        }
        if !references.isEmpty {
            let list = references.map { #"{"origin":"\#(origin)","id":"\#(Self.id($0))"}"# }
            members.append(#""references":[\#(list.joined(separator: ","))]"#)
        }
        if messageType != "cancel" {
            members.append(#""date":"2026-03-13""#)
            members.append(#""place":{"name":"Somewhere","country":"\#(country)"}"#)
            let goods = categories.map {
                #"{"category":"\#($0)","quantity":{"value":1,"unit":"KGM"}}"#
            }
            members.append(#""goods":[\#(goods.joined(separator: ","))]"#)
        }
        if !remark.isEmpty { members.append(#""text":[{"language":"en","headline":"\#(remark)"}]"#) }
        return Array("{\(members.joined(separator: ","))}".utf8)
    }
}
