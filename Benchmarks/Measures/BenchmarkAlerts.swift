internal import AlertModel
internal import Foundation

/// Alerts for measurements: one text, of which only the identifier changes.
struct BenchmarkAlerts {
    private static let idPlace = "00000000-0000-7000-8000-000000000000"
    private var text: [UInt8]
    private let idOffset: Int
    private var generator = AlertIdentifierGenerator()
    private var random = SystemRandomNumberGenerator()

    /// About 1 KiB: a seizure of one line of goods in a container.
    static let oneKibibyte = BenchmarkAlerts(narrative: 210)
    /// About 2 KiB.
    static let twoKibibytes = BenchmarkAlerts(narrative: 1_240)

    private init(narrative: Int) {
        let words = "Found behind the cargo after the scan showed a density that the declaration does not explain. "
        let story = String(String(repeating: words, count: narrative / words.count + 1).prefix(narrative))
        let alert = """
            {"id":"\(Self.idPlace)","schema":"https://cordon.example/schemas/seizure/1-0-0","kind":"seizure",\
            "origin":"GT","sent":"2026-03-14T09:26:53Z","messageType":"alert","status":"actual",\
            "reviewBy":"2030-03-14T00:00:00Z","tlp":"GREEN","urgency":"expected","severity":"severe",\
            "certainty":"observed","text":[{"language":"en","headline":"Cocaine in a banana container",\
            "narrative":"\(story)"}],"caseReference":"GT-2026-000471","date":"2026-03-13",\
            "place":{"locode":"GTPRQ","country":"GT"},"locationType":"seaport","direction":"outbound",\
            "goods":[{"category":"drugs.cocaine","hs":"293972","description":"Bricks of 1 kg",\
            "quantity":{"value":412.5,"unit":"KGM"}}],"conveyance":{"mode":"1",\
            "vessel":{"imo":"9074729","name":"PACIFIC STAR","flag":"PA"},"containers":[{"number":"CSQU3054383"}]},\
            "route":{"origin":{"country":"CO"},"destination":{"locode":"NLRTM"}}}
            """
        text = Array(alert.utf8)
        idOffset = "{\"id\":\"".utf8.count
    }

    /// How long each is, in bytes.
    var byteCount: Int { text.count }

    /// The next alert, with an identifier of its own.
    mutating func next() -> [UInt8] {
        let now = Int64(Date().timeIntervalSince1970 * 1_000)
        let id = generator.next(milliseconds: now, using: &random)
        text.replaceSubrange(idOffset..<(idOffset + Self.idPlace.utf8.count), with: id.description.utf8)
        return text
    }
}
