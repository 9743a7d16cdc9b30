import AlertModel

/// What becomes of the columns and values of a table: data, in the form of `schemas/imports/unodc-ids.json`.
public struct ImportMapping: Sendable {
    /// What becomes of one value of a vocabulary.
    enum Meaning: Sendable, Equatable {
        /// A word of the alert's vocabulary.
        case word(String)
        /// Nothing: the field is left out, as the value says nothing.
        case absent
        /// Nothing, and that is worth a note.
        case note(String)
    }

    /// What becomes of the spelling of a unit.
    enum Unit: Sendable, Equatable {
        /// A unit of UNECE Recommendation 20 and the factor to it. `describes` where amount and unit as reported are
        /// kept in the description, because the new unit says less or something else.
        case measure(String, factor: Double, describes: Bool)
        /// The row is refused, for this reason.
        case refused(String)
    }

    /// A field of an alert that columns can fill.
    enum Field: String, CaseIterable, Sendable {
        case origin, date, place, goods, amount, unit, concealment, locationType, mode, direction
        case routeOrigin, routeDeparture, routeDestination

        /// Whether a mapping must say where it comes from.
        var isRequired: Bool { self == .origin || self == .date || self == .goods }
        /// How many columns may be joined to it.
        var columnsMax: Int { self == .place ? 4 : 1 }
    }

    /// Its name, such as `unodc-ids`.
    public let name: String
    /// What it maps, for people.
    public let title: String
    let separator: UInt8
    /// The language of the headline, which is made of the table's own words.
    let language: String
    /// What the row's number is appended to.
    let caseReference: String
    /// When the alerts are reviewed, as it is written in them.
    let reviewBy: String
    let columns: [Field: [String]]
    let goodsDefault: String
    let ignoredPlacePrefixes: [String]
    let goods: [String: String]
    let units: [String: Unit]
    let countries: [String: Meaning]
    /// The meanings of values, for the fields with a vocabulary of their own.
    let meanings: [Field: [String: Meaning]]
    let vocabulary: ImportVocabulary

    /// What a value of goods is: by this mapping, else by the terms of the category tree, else the default.
    func category(of goods: String) -> String {
        self.goods[goods] ?? vocabulary.categories.category(ofTerm: goods)?.name ?? goodsDefault
    }
}
