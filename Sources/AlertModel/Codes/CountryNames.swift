internal import Foundation
internal import JSONDocument

/// What people write for a country, and its code of ISO 3166-1: names in English, codes of three letters.
public enum CountryNames {
    /// The codes by names in small letters, from the list of `iso-codes`; empty where it is not installed.
    public static func all(path: String = CountryCodes.systemPath) -> [String: String] {
        guard let data = FileManager.default.contents(atPath: path) else { return [:] }
        var document = JSONDocument(limits: JSONLimits(bytesMax: 1 << 20))
        guard (try? document.parse(Array(data))) != nil, let list = document.root["3166-1"], list.kind == .array else {
            return [:]
        }
        var names: [String: String] = ["uk": "GB", "el": "GR", "usa": "US"]
        for entry in list.elements {
            guard let code = entry["alpha_2"]?.string else { continue }
            for member in ["name", "common_name", "alpha_3"] {
                if let name = entry[member]?.string { names[name.lowercased()] = code }
            }
        }
        return names
    }
}
