import Foundation
import TestSupport

extension SharedData {
    static let vessels = root.appending(path: "data/codelists/vessels.csv")
    static let currencies = root.appending(path: "data/codelists/currency-codes.csv")
    static let harmonizedSystem = root.appending(path: "data/codelists/hs2022.csv")
    static let seizures = root.appending(path: "data/seizures/unodc-ids-2011-2016.zip")

    static func has(_ file: URL) -> Bool { FileManager.default.isReadableFile(atPath: file.path) }

    static func bytes(_ file: URL) throws -> [UInt8] { Array(try Data(contentsOf: file)) }
}
