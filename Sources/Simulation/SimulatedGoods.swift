import AlertModel

/// Goods of the simulated world, as one kind of seizure has them.
struct SimulatedGoods: Sendable {
    let category: String
    let harmonizedCode: String?
    let english: String
    /// Nil where the Spanish name is not known: then texts are in English only.
    let spanish: String?
    let unit: String
    let quantity: ClosedRange<Int>
    /// Cents of a dollar for one unit.
    let centsPerUnit: Int
    var brand: String?
    var species: String?
    var appendix: String?

    var chapter: String { String(category.prefix { $0 != "." }) }
}

extension SimulatedGoods {
    /// One entry for every category that is not told in detail: its title, a plain unit and amounts to fit.
    static func plain(_ category: Category) -> SimulatedGoods {
        let units = [
            "drugs": ("GRM", 50...90_000, 1_500), "tobacco": ("KGM", 5...4_000, 12_000),
            "alcohol": ("LTR", 20...24_000, 1_800), "environment": ("KGM", 2...6_000, 9_000),
            "revenue": ("KGM", 500...24_000, 400), "currency": ("C62", 1...4_000, 5_000),
        ]
        let (unit, quantity, cents) = units[category.chapter] ?? ("H87", 1...5_000, 2_500)
        return SimulatedGoods(
            category: category.name, harmonizedCode: nil, english: category.title, spanish: nil, unit: unit,
            quantity: quantity, centsPerUnit: cents)
    }

    /// The goods that customs of the region meet most.
    static let common: [SimulatedGoods] = drugs + goodsOfTrade + speciesAndHeritage

    private static let drugs = [
        SimulatedGoods(
            category: "drugs.cocaine", harmonizedCode: "293972", english: "Cocaine hydrochloride, bricks of 1 kg",
            spanish: "Clorhidrato de cocaína, ladrillos de 1 kg", unit: "KGM", quantity: 2...2_400,
            centsPerUnit: 2_500_000),
        SimulatedGoods(
            category: "drugs.coca-paste", harmonizedCode: "293972", english: "Coca paste",
            spanish: "Pasta base de cocaína",
            unit: "KGM", quantity: 1...300, centsPerUnit: 140_000),
        SimulatedGoods(
            category: "drugs.heroin", harmonizedCode: "293919", english: "Heroin, pressed", spanish: "Heroína prensada",
            unit: "GRM", quantity: 200...60_000, centsPerUnit: 5_000),
        SimulatedGoods(
            category: "drugs.cannabis-herb", harmonizedCode: "121190", english: "Cannabis herb, vacuum packed",
            spanish: "Marihuana empacada al vacío", unit: "KGM", quantity: 5...1_800, centsPerUnit: 80_000),
        SimulatedGoods(
            category: "drugs.ecstasy", harmonizedCode: "293299", english: "Tablets with MDMA",
            spanish: "Pastillas de MDMA",
            unit: "H87", quantity: 100...48_000, centsPerUnit: 900),
        SimulatedGoods(
            category: "drugs.methamphetamine", harmonizedCode: "293949", english: "Methamphetamine, crystals",
            spanish: "Metanfetamina en cristales", unit: "KGM", quantity: 1...420, centsPerUnit: 900_000),
        SimulatedGoods(
            category: "drugs.fentanyl", harmonizedCode: "293334", english: "Counterfeit tablets with fentanyl",
            spanish: "Pastillas falsas con fentanilo", unit: "H87", quantity: 200...90_000, centsPerUnit: 600),
        SimulatedGoods(
            category: "drugs.precursors", harmonizedCode: "291524", english: "Acetic anhydride in drums",
            spanish: "Anhídrido acético en tambores", unit: "LTR", quantity: 200...18_000, centsPerUnit: 900),
    ]

    private static let goodsOfTrade = [
        SimulatedGoods(
            category: "tobacco.cigarettes", harmonizedCode: "240220", english: "Cigarettes without tax stamps",
            spanish: "Cigarrillos sin timbre fiscal", unit: "H87", quantity: 4_000...9_800_000, centsPerUnit: 20,
            brand: "Northwind"),
        SimulatedGoods(
            category: "alcohol.spirits", harmonizedCode: "220840", english: "Rum without revenue marks",
            spanish: "Ron sin marcas fiscales", unit: "LTR", quantity: 60...18_000, centsPerUnit: 1_400),
        SimulatedGoods(
            category: "ipr.medicines", harmonizedCode: "300490",
            english: "Counterfeit tablets for erectile dysfunction",
            spanish: "Pastillas falsificadas para la disfunción eréctil", unit: "H87", quantity: 500...240_000,
            centsPerUnit: 700),
        SimulatedGoods(
            category: "ipr.footwear", harmonizedCode: "640411", english: "Counterfeit sports shoes",
            spanish: "Calzado deportivo falsificado", unit: "H87", quantity: 40...12_000, centsPerUnit: 8_000),
        SimulatedGoods(
            category: "security.firearms", harmonizedCode: "930200", english: "Pistols and parts of pistols",
            spanish: "Pistolas y partes de pistolas", unit: "H87", quantity: 1...60, centsPerUnit: 60_000),
        SimulatedGoods(
            category: "security.ammunition", harmonizedCode: "930630", english: "Cartridges of several calibres",
            spanish: "Cartuchos de varios calibres", unit: "H87", quantity: 50...22_000, centsPerUnit: 60),
        SimulatedGoods(
            category: "revenue.fuel", harmonizedCode: "271019", english: "Diesel without documents",
            spanish: "Diésel sin documentos", unit: "LTR", quantity: 800...36_000, centsPerUnit: 110),
        SimulatedGoods(
            category: "revenue.misdeclaration", harmonizedCode: "851713", english: "Telephones declared as spare parts",
            spanish: "Teléfonos declarados como repuestos", unit: "H87", quantity: 60...5_400, centsPerUnit: 21_000),
        SimulatedGoods(
            category: "currency.cash", harmonizedCode: nil, english: "Undeclared bank notes",
            spanish: "Dinero en efectivo no declarado", unit: "C62", quantity: 200...40_000, centsPerUnit: 5_000),
    ]

    private static let speciesAndHeritage = [
        SimulatedGoods(
            category: "environment.timber", harmonizedCode: "440725", english: "Rosewood, sawn",
            spanish: "Palo de rosa aserrado",
            unit: "KGM", quantity: 800...42_000, centsPerUnit: 1_600, species: "Dalbergia retusa", appendix: "II"),
        SimulatedGoods(
            category: "environment.marine-species", harmonizedCode: "030571", english: "Dried shark fins",
            spanish: "Aletas de tiburón secas", unit: "KGM", quantity: 15...2_600, centsPerUnit: 25_000,
            species: "Sphyrna lewini", appendix: "II"),
        SimulatedGoods(
            category: "environment.birds", harmonizedCode: "010632", english: "Live parrots", spanish: "Loros vivos",
            unit: "H87", quantity: 1...90, centsPerUnit: 120_000, species: "Amazona auropalliata", appendix: "I"),
        SimulatedGoods(
            category: "heritage.archaeological-objects", harmonizedCode: "970510",
            english: "Pre-Columbian ceramic vessels",
            spanish: "Vasijas de cerámica precolombina", unit: "H87", quantity: 1...40, centsPerUnit: 350_000),
    ]
}
