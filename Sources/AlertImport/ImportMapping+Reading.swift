import AlertModel
import AlertSchemas
import JSONDocument

extension ImportMapping {
    private static let folder = "imports/"
    private static let suffix = ".json"

    /// The names of the embedded mappings.
    public static var names: [String] {
        AlertSchemas.all.map(\.path).filter { $0.hasPrefix(folder) && $0.hasSuffix(suffix) }
            .map { String($0.dropFirst(folder.count).dropLast(suffix.count)) }
    }

    /// The embedded mapping of a name.
    public init(named name: String) throws(ImportMappingError) {
        guard let bytes = AlertSchemas.bytes(of: Self.folder + name + Self.suffix) else {
            let known = Self.names.joined(separator: ", ")
            throw ImportMappingError(
                source: name, position: nil, message: "no mapping has this name; known are \(known)")
        }
        try self.init(json: bytes, source: name)
    }

    /// Reads a mapping; `source` is for messages.
    public init(json: [UInt8], source: String) throws(ImportMappingError) {
        let document: JSONDocument
        do throws(JSONSyntaxError) {
            document = try JSONDocument(
                parsing: json, limits: JSONLimits(bytesMax: ImportLimits.mappingBytesMax))
        } catch {
            throw ImportMappingError(source: source, position: error.position, message: error.message)
        }
        let vocabulary: ImportVocabulary
        do throws(CodeListError) {
            vocabulary = try ImportVocabulary()
        } catch {
            throw ImportMappingError(source: source, position: nil, message: error.description)
        }
        let reader = ImportMappingReader(source: source, root: document.root, vocabulary: vocabulary)
        try reader.refuseUnknownMembers()
        name = try reader.text("name")
        title = try reader.text("title")
        separator = try reader.separator()
        language = try reader.text("language")
        caseReference = try reader.text("caseReference", charactersMax: ImportMappingReader.caseReferenceCharactersMax)
        reviewBy = try reader.time("reviewBy")
        columns = try reader.columns()
        goodsDefault = try reader.goodsDefault()
        ignoredPlacePrefixes = try reader.texts("ignoredPlacePrefixes")
        goods = try reader.goods()
        units = try reader.units()
        countries = try reader.meanings("countries", of: "a country of ISO 3166-1") {
            vocabulary.countries.contains($0)
        }
        meanings = [
            .concealment: try reader.meanings("concealment", of: "a concealment") {
                vocabulary.concealments.contains($0)
            },
            .locationType: try reader.meanings("locationType", of: "a location type") {
                vocabulary.locationTypes.contains($0)
            },
            .mode: try reader.meanings("mode", of: "a mode of transport") { vocabulary.modes.contains($0) },
            .direction: try reader.meanings("direction", of: "a direction") { vocabulary.directions.contains($0) },
        ]
        self.vocabulary = vocabulary
    }
}
