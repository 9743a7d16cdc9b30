import JSONDocument

/// A port, airport or crossing of the simulated world: real codes of UN/LOCODE.
struct SimulatedPlace: Sendable, Equatable {
    /// UN/LOCODE; empty where only the country is known.
    var code: String
    var name: String
    /// ISO 3166-1 code.
    var country: String
    var kind: Kind

    enum Kind: Sendable {
        case seaport, airport, crossing, unknown

        /// The location type of seizures there.
        var locationType: String {
            switch self {
            case .seaport: "seaport"
            case .airport: "airport"
            case .crossing: "land-border"
            case .unknown: "customs-facility"
            }
        }
    }

    func write(_ member: String, to object: inout JSONWriter, withName: Bool) {
        guard !code.isEmpty else { return Self.write(country: country, member, to: &object) }
        object.name(member)
        object.object { place in
            place.member("locode", code)
            if withName { place.member("name", name) }
            place.member("country", country)
        }
    }

    static func write(country: String, _ member: String, to object: inout JSONWriter) {
        object.name(member)
        object.object { $0.member("country", country) }
    }
}

/// The places of the simulated world.
enum SimulatedPlaces {
    static let seaports = places(
        .seaport,
        """
        GTPRQ Puerto Quetzal|GTSTC Santo Tomás de Castilla|CRLIO Puerto Limón|CRCAL Caldera|PABLB Balboa
        PAONX Colón|PAMIT Manzanillo|DOHAI Río Haina|DOCAU Caucedo|HNPCR Puerto Cortés|SVAQJ Acajutla
        NICIO Corinto|COCTG Cartagena|COBUN Buenaventura|ECGYE Guayaquil|PECLL Callao|CLVAP Valparaíso|BRSSZ Santos
        ARBUE Buenos Aires|UYMVD Montevideo|MXVER Veracruz|MXZLO Manzanillo|USMIA Miami|USNYC New York|JMKIN Kingston
        TTPOS Port of Spain|BBBGI Bridgetown|HTPAP Port-au-Prince|CUMAR Mariel|NLRTM Rotterdam|BEANR Antwerpen
        DEHAM Hamburg|ESALG Algeciras|ESVLC Valencia|PTLIS Lisboa|ITGIT Gioia Tauro|FRLEH Le Havre|GBFXT Felixstowe
        MACAS Casablanca|SNDKR Dakar|GHTEM Tema|NGAPP Apapa|ZADUR Durban|KEMBA Mombasa|AEJEA Jebel Ali|TRMER Mersin
        SGSIN Singapore|HKHKG Hong Kong|CNSHA Shanghai|VNHPH Haiphong|AUSYD Sydney|NZAKL Auckland
        """)

    static let airports = places(
        .airport,
        """
        GTGUA Guatemala City|CRSJO San José|PAPTY Ciudad de Panamá|DOSDQ Santo Domingo|DOPUJ Punta Cana
        SVSAL San Salvador|HNTGU Tegucigalpa|NIMGA Managua|COBOG Bogotá|ECUIO Quito|PELIM Lima|CLSCL Santiago
        BRGRU Guarulhos|MXMEX Ciudad de México|MXCUN Cancún|USMIA Miami|JMKIN Kingston|TTPOS Port of Spain|BBBGI Bridgetown
        HTPAP Port-au-Prince|CUHAV La Habana|ESMAD Madrid|NLAMS Amsterdam|BEBRU Bruxelles|DEFRA Frankfurt am Main
        PTLIS Lisboa|GBLHR Heathrow|ITFCO Fiumicino|ETADD Addis Ababa|NGLOS Lagos|ZAJNB Johannesburg|KENBO Nairobi
        AEDXB Dubai|TRIST Istanbul|SGSIN Singapore|HKHKG Hong Kong|THBKK Bangkok|AUSYD Sydney|NZAKL Auckland
        """)

    static let crossings = places(
        .crossing,
        """
        GTTEU Tecún Umán|GTPDA Pedro de Alvarado|CRPBL Peñas Blancas|CRPCN Paso Canoas|PAPCN Paso Canoas|DODAJ Dajabón
        HNECO El Corpus|SVLAH La Hachadura|MXTAP Tapachula|MXNLD Nuevo Laredo|USLRD Laredo|COCUC Cúcuta|ECTUL Tulcán
        PLDOR Dorohusk|BGKAN Kapitan Andreevo|TRKPU Kapikule|ESLJU La Junquera|CHCHI Chiasso
        """)

    /// The places of a kind in a country; a place that is only the country where none is known.
    static func places(of kind: SimulatedPlace.Kind, in country: String) -> [SimulatedPlace] {
        let all =
            switch kind {
            case .airport: airports
            case .crossing: crossings
            default: seaports
            }
        let own = all.filter { $0.country == country }
        return own.isEmpty ? [SimulatedPlace(code: "", name: "", country: country, kind: kind)] : own
    }

    private static func places(_ kind: SimulatedPlace.Kind, _ table: String) -> [SimulatedPlace] {
        table.split { $0 == "|" || $0 == "\n" }.map { entry in
            let code = String(entry.prefix(5))
            let name = String(entry.dropFirst(6))
            return SimulatedPlace(code: code, name: name, country: String(code.prefix(2)), kind: kind)
        }
    }
}
