/// The code lists that alerts are judged by; immutable, to be shared between threads.
public final class CodeLists: Sendable {
    /// Countries of ISO 3166-1.
    public let countries: CountryCodes
    /// Currencies of ISO 4217.
    public let currencies: CurrencyCodes
    /// Categories of goods.
    public let categories: CategoryTree
    /// Codes of the Harmonized System, where the operator installed a list.
    public let harmonizedCodes: HarmonizedCodeList?

    /// Takes over lists.
    public init(
        countries: CountryCodes, currencies: CurrencyCodes, categories: CategoryTree,
        harmonizedCodes: HarmonizedCodeList? = nil
    ) {
        self.countries = countries
        self.currencies = currencies
        self.categories = categories
        self.harmonizedCodes = harmonizedCodes
    }

    /// Reads the system's list of countries and the embedded lists of currencies and categories.
    public convenience init(
        countriesPath: String = CountryCodes.systemPath, harmonizedCodes: HarmonizedCodeList? = nil
    ) throws(CodeListError) {
        self.init(
            countries: try CountryCodes(path: countriesPath), currencies: try CurrencyCodes(),
            categories: try CategoryTree(), harmonizedCodes: harmonizedCodes)
    }
}
