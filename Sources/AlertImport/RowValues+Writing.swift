import AlertModel
import JSONDocument

extension RowValues {
    /// The alert's bytes.
    func alert(
        id: AlertIdentifier, row: Int, mapping: ImportMapping, options: ImportOptions, reviewBy: Int64
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: 1_024)
        writer.object { alert in
            alert.member("id", id.description)
            alert.member("schema", "https://cordon.example/schemas/seizure/1-0-0")
            alert.member("kind", AlertKind.seizure.rawValue)
            alert.member("origin", country)
            alert.member("sent", InternetTime.text(milliseconds: sent))
            alert.member("messageType", MessageType.alert.rawValue)
            alert.member("status", options.status.rawValue)
            alert.member("reviewBy", InternetTime.text(milliseconds: reviewBy))
            alert.member("tlp", options.tlp.name)
            if !options.recipients.isEmpty {
                alert.name("recipients")
                alert.array { list in for recipient in options.recipients { list.string(recipient.description) } }
            }
            alert.member("urgency", "past")
            alert.member("certainty", "observed")
            writeText(to: &alert, language: mapping.language)
            alert.member("caseReference", "\(mapping.caseReference) \(row)")
            alert.member("date", date)
            alert.member("datePrecision", "day")
            writePlace(to: &alert)
            alert.member(optional: "locationType", locationType)
            alert.member(optional: "direction", direction)
            writeGoods(to: &alert)
            if let mode {
                alert.name("conveyance")
                alert.object { $0.member("mode", mode) }
            }
            writeConcealment(to: &alert)
            writeRoute(to: &alert)
        }
        return writer.bytes
    }

    private func writeText(to alert: inout JSONWriter, language: String) {
        let amount = reported.map { ", \($0)" } ?? ""
        let headline = "\(goods.withoutControls)\(amount), \(origin)"
        alert.name("text")
        alert.array { list in
            list.object { text in
                text.member("language", language)
                text.member("headline", headline.cut(to: ImportLimits.headlineCharactersMax))
            }
        }
    }

    /// Where it happened: in the country that reports it, unless on no country's waters.
    private func writePlace(to alert: inout JSONWriter) {
        let isAtSea = direction == "international-waters"
        guard place != nil || !isAtSea else { return }
        alert.name("place")
        alert.object { object in
            object.member(optional: "name", place)
            if !isAtSea { object.member("country", country) }
        }
    }

    private func writeGoods(to alert: inout JSONWriter) {
        var description = goods.withoutControls
        if isDescribed, let reported { description += " (\(reported) as reported)" }
        alert.name("goods")
        alert.array { list in
            list.object { line in
                line.member("category", category)
                line.member("description", description.cut(to: ImportLimits.descriptionCharactersMax))
                guard let quantity else { return }
                line.name("quantity")
                line.object { object in
                    object.name("value")
                    object.raw(ReportedAmount.text(quantity.value).utf8)
                    object.member("unit", quantity.unit)
                }
            }
        }
    }

    private func writeConcealment(to alert: inout JSONWriter) {
        guard let concealment else { return }
        alert.name("concealment")
        alert.object { object in
            object.name("methods")
            object.array { $0.string(concealment) }
            object.member(
                optional: "description",
                concealmentDescription?.withoutControls.cut(to: ImportLimits.descriptionCharactersMax))
        }
    }

    private func writeRoute(to alert: inout JSONWriter) {
        let stations = [("origin", routeOrigin), ("departure", routeDeparture), ("destination", routeDestination)]
        guard stations.contains(where: { $0.1 != nil }) else { return }
        alert.name("route")
        alert.object { route in
            for (name, country) in stations {
                guard let country else { continue }
                route.name(name)
                route.object { $0.member("country", country) }
            }
        }
    }
}

extension JSONWriter {
    /// Writes a member unless its value is nil.
    fileprivate mutating func member(optional name: String, _ value: String?) {
        if let value { member(name, value) }
    }
}
