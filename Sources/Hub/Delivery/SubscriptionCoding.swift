internal import AlertModel
internal import ExchangeProtocol
internal import JSONDocument
internal import Journal

/// Subscriptions as they lie in the journal: JSON, so that an operator can read a backup with any tool.
enum SubscriptionCoding {
    /// Why a stored subscription cannot be taken up again.
    struct Failure: Error {
        let reason: String
    }

    private static let formatVersion = 1

    /// The value of a subscription's control entry.
    static func encode(_ subscription: Subscription) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.member("version", formatVersion)
            $0.member("begin", subscription.begin.rawValue)
            $0.name("terms")
            $0.array { list in
                for terms in subscription.earlierTerms + [subscription.terms] { write(terms, to: &list) }
            }
        }
        return writer.bytes
    }

    private static func write(_ terms: SubscriptionTerms, to writer: inout JSONWriter) {
        writer.object {
            $0.member("since", terms.since.rawValue)
            $0.member("options", terms.options.rawValue)
            $0.member("rule", terms.ruleText)
            // The meaning that it was filed with: helpers are defined by the program, and definitions change.
            $0.member("filed", terms.rules.filedText)
            $0.name("topics")
            $0.array { topics in
                for pattern in terms.patterns { topics.string(pattern.description) }
            }
        }
    }

    /// Takes a stored subscription up again.
    static func decode(name: SubscriptionName, value: [UInt8], cursor: Position?) throws(Failure) -> Subscription {
        let document: JSONDocument
        do {
            document = try JSONDocument(parsing: value, limits: JSONLimits(bytesMax: value.count))
        } catch {
            throw Failure(reason: "not JSON: \(error)")
        }
        let root = document.root
        guard root["version"]?.integer == Int64(formatVersion), let begin = root["begin"]?.integer, begin > 0 else {
            throw Failure(reason: "written by another version")
        }
        var terms: [SubscriptionTerms] = []
        if let list = root["terms"] {
            for element in list.elements { terms.append(try decodeTerms(element)) }
        }
        guard let present = terms.popLast() else { throw Failure(reason: "no terms") }
        let start = Position(UInt64(begin))
        let confirmed = max(cursor ?? start.previous, start.previous)
        return Subscription(
            name: name, principal: name.principal, terms: present, earlierTerms: terms, begin: start,
            cursor: confirmed)
    }

    private static func decodeTerms(_ node: JSONNode) throws(Failure) -> SubscriptionTerms {
        guard let since = node["since"]?.integer, let options = node["options"]?.integer,
            let ruleText = node["rule"]?.string, let topics = node["topics"], since >= 0
        else { throw Failure(reason: "incomplete terms") }
        do {
            let filed = node["filed"]?.string ?? ruleText
            return SubscriptionTerms(
                patterns: try topics.elements.map { try TopicPattern(parsing: $0.string ?? "") }, ruleText: ruleText,
                rules: try SubscriptionRules(filed: filed),
                options: Subscribe.Options(rawValue: UInt8(clamping: options)), since: Position(UInt64(since)))
        } catch {
            throw Failure(reason: "\(error)")
        }
    }
}
