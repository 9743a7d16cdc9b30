/// Words and sentences of the simulated world.
enum SimulatedWords {
    static let spanishSpeaking: Set<String> = [
        "AR", "BO", "CL", "CO", "CR", "CU", "DO", "EC", "ES", "GT", "HN", "MX", "NI", "PA", "PE", "PR", "PY", "SV",
        "UY", "VE",
    ]

    static let shipNames = (
        ["Atlantic", "Pacific", "Caribbean", "Nordic", "Golden", "Silver", "Coral", "Ocean", "Southern", "Emerald"],
        ["Star", "Trader", "Pioneer", "Breeze", "Express", "Horizon", "Voyager", "Spirit", "Harmony", "Carrier"]
    )

    /// Flags, each with the digits its MMSIs begin with.
    static let flags = [
        ("PA", "352"), ("LR", "636"), ("MH", "538"), ("MT", "215"), ("SG", "563"), ("HK", "477"), ("GR", "240"),
        ("CY", "209"),
        ("BS", "311"), ("PT", "255"),
    ]

    static let carriers = ["AV", "CM", "IB", "KL", "AA", "AF", "LA", "LH", "UX", "TK", "ET", "EK"]
    static let truckMakes = ["Freightliner", "Kenworth", "International", "Volvo", "Scania", "Hino", "Isuzu"]
    static let containerTypes = ["22G1", "42G1", "45G1", "45R1", "22R1"]

    static let seaConcealments = [
        ["rip-off", "container"], ["refrigeration-unit", "container"], ["double-wall", "container-structure"],
        ["freight"],
        ["container"], ["impregnated", "freight"], ["underwater", "vessel-structure"],
    ]
    static let airConcealments = [
        ["baggage"], ["body"], ["swallowed"], ["package"], ["postal", "package"], ["cosmetics", "baggage"],
        ["double-wall", "baggage"], ["shoes"],
    ]
    static let roadConcealments = [
        ["vehicle"], ["fuel-tank", "vehicle"], ["car-parts"], ["double-wall", "vehicle"], ["freight"],
        ["furniture", "freight"],
    ]

    static let detections = [
        ["risk-profile", "non-intrusive-inspection"], ["intelligence"], ["canine", "physical-search"],
        ["routine-control"],
        ["random-control", "physical-search"], ["partner-information", "risk-profile"], ["document-control"],
        ["trace-detection"],
    ]

    static let indicators = [
        "Consignee registered within the last month", "Weight differs from the declared weight by more than 5 %",
        "Seal replaced between gate and stack", "Freight paid in cash by a third party",
        "Declared value far below that of like goods", "Route longer than the trade calls for",
        "Booking changed within a day of loading", "Contact address shared with a firm seen in another case",
        "Goods unusual for the declared line of business", "Container late off the quay without a reason",
    ]

    static let questions = [
        "Was a consignment of the same shipper controlled this year?",
        "Is the consignee known to you, and for what kind of goods?",
        "Were goods of this description declared for export?",
        "Did the conveyance stop where the manifest does not say so?",
        "Which broker lodged the declaration?",
    ]

    static let purposes = [
        "Risk analysis of consignments from one terminal", "Verification of the origin of goods in a pending case",
        "Preparation of a joint operation", "Assessment of a new way of concealment",
    ]

    static let legalBases = [
        "Agreement on mutual administrative assistance in customs matters, article 4",
        "CCLEC memorandum of understanding, article 4", "Nairobi Convention, annex IX",
    ]

    static let roles = [
        "importer", "exporter", "customs-broker", "carrier", "freight-forwarder", "warehouse", "terminal",
    ]

    static let narrative = [
        "The image of the scanner did not match the declared load.",
        "The seal on the doors was not the one on the bill of lading.",
        "Packages lay behind the last row of pallets and could be taken out without unloading.",
        "The declarant could not say who had ordered the goods.",
        "A sample was sent to the laboratory and the result is awaited.",
        "The consignment had been transferred twice before it arrived.",
        "Officers found tools for opening the lining near by.",
        "Wrapping and marks are like those of an earlier case.",
        "The weight at the gate differed from the weight at loading.",
        "Documents named a warehouse that had closed the year before.",
        "The conveyance had changed its route the day before.",
        "The goods were counted, weighed and put under customs seal.",
    ]
}
