public import AlertModel

/// The lists that the names in a directory file are held to.
public struct DirectoryVocabulary: Sendable {
    /// The countries that exist.
    public var countries: CountryCodes
    /// The categories that alerts can have.
    public var categories: CategoryTree

    /// The lists.
    public init(countries: CountryCodes, categories: CategoryTree) {
        self.countries = countries
        self.categories = categories
    }
}
