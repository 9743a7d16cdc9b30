import AlertModel
import AlertSchemas
import JSONDocument

/// The words that fields of an alert may take, read from the embedded schemas, so that a mapping is held to them
/// before any row is.
struct ImportVocabulary: Sendable {
    let units: Set<String>
    let concealments: Set<String>
    let locationTypes: Set<String>
    let modes: Set<String>
    let directions: Set<String>
    let countries: CountryCodes
    let categories: CategoryTree

    init() throws(CodeListError) {
        let parts = try Self.schema("alert/parts.schema.json")
        let seizure = try Self.schema("alert/seizure.schema.json")
        units = try Self.words("/$defs/quantity/properties/unit/enum", in: parts)
        concealments = try Self.words("/$defs/concealment/properties/methods/items/enum", in: parts)
        locationTypes = try Self.words("/$defs/locationType/enum", in: parts)
        modes = try Self.words("/$defs/conveyance/properties/mode/enum", in: parts)
        directions = try Self.words("/properties/direction/enum", in: seizure)
        countries = try CountryCodes()
        categories = try CategoryTree()
    }

    private static func schema(_ path: String) throws(CodeListError) -> [UInt8] {
        guard let bytes = AlertSchemas.bytes(of: path) else {
            throw CodeListError(source: path, reason: "the schema is not embedded")
        }
        return bytes
    }

    private static func words(_ pointer: String, in schema: [UInt8]) throws(CodeListError) -> Set<String> {
        let limits = JSONLimits(bytesMax: ImportLimits.mappingBytesMax)
        guard let document = try? JSONDocument(parsing: schema, limits: limits),
            let place = JSONPointer(pointer), let list = document.root.resolve(place)
        else { throw CodeListError(source: pointer, reason: "the schema has no such list of words") }
        return Set(list.elements.compactMap(\.string))
    }
}
