internal import Foundation

/// An alert for a test: what matters to the hub is set, everything else is valid.
public struct AlertDraft: Sendable {
    /// The number that its id ends with.
    public var number: Int
    /// The members of the envelope and what decides on topics.
    public var kind = "seizure"
    /// The member whose alert it is.
    public var origin = "GT"
    /// alert, update or cancel.
    public var messageType = "alert"
    /// actual, exercise or test.
    public var status = "actual"
    /// Its label.
    public var tlp = "GREEN"
    /// To whom it is addressed, nil where it does not say.
    public var recipients: [String]?
    /// One topic for each.
    public var categories = ["drugs.cocaine"]
    /// Where the goods were seized.
    public var country = "GT"
    /// Milliseconds since 1970.
    public var expires: UInt64?
    /// When it was sent.
    public var sent = "2026-03-14T15:00:00Z"
    /// The numbers of the alerts that it refers to.
    public var references: [Int] = []
    /// A headline, empty for none: makes other bytes of the same alert.
    public var remark = ""

    /// A narrative of so many bytes.
    public var narrativeBytes = 0

    /// A draft that is valid as it is.
    public init(_ number: Int) { self.number = number }

    /// A change of a draft in passing.
    public func with(_ change: (inout AlertDraft) -> Void) -> AlertDraft {
        var copy = self
        change(&copy)
        return copy
    }

    /// An update of it, under another number.
    public func update(_ number: Int) -> AlertDraft {
        with {
            $0.number = number
            $0.messageType = "update"
            $0.references = [self.number]
        }
    }

    /// A cancellation of it, under another number.
    public func cancellation(_ number: Int) -> AlertDraft {
        with {
            $0.number = number
            $0.messageType = "cancel"
            $0.references = [self.number]
        }
    }

    /// The id that ends with a number, 48 bits at most.
    public static func id(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "019cec0e-2f68-7d5a-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    /// Its id.
    public var id: String { Self.id(number) }

    /// The alert's bytes, the same for the same draft.
    public var bytes: [UInt8] {
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
        if narrativeBytes > 0 {
            let narrative = String(repeating: "n", count: narrativeBytes)
            members.append(#""text":[{"language":"en","headline":"A long one","narrative":"\#(narrative)"}]"#)
        }
        return Array("{\(members.joined(separator: ","))}".utf8)
    }
}
