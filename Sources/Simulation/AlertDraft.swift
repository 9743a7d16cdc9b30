import AlertModel

/// An alert before it is written: what the simulator decided, with room for what is wrong on purpose.
struct AlertDraft: Sendable {
    struct Text: Sendable {
        var language: String
        var headline: String
        var narrative: String
    }

    struct Evaluation: Sendable {
        var scheme: String
        var source: String
        var information: String
        var handling: String?
    }

    struct Money: Sendable {
        var amount: Int
        var currency: String
    }

    struct GoodsLine: Sendable {
        var category: String
        var harmonizedCode: String?
        var description: String
        /// Thousandths of the unit.
        var quantityThousandths: Int
        var unit: String
        var value: Money?
        var brand: String?
        var species: String?
        var appendix: String?
        var packages: Int?
    }

    var id: AlertIdentifier
    var kind: AlertKind
    var origin: MemberIdentifier
    var sent: Int64
    var messageType = MessageType.alert
    var status: AlertStatus
    var references: [AlertReference] = []
    var expires: Int64?
    var reviewBy: Int64?
    var tlp: TrafficLight
    var recipients: [String] = []
    var evaluation: Evaluation?
    var urgency: String?
    var severity: String?
    var certainty: String?
    var texts: [Text] = []

    var caseReference: String?
    /// When it happened, in milliseconds since 1970; written as a date.
    var happened: Int64?
    var customsOffice: (code: String, name: String)?
    var place: SimulatedPlace?
    var locationType: String?
    var direction: String?
    var goods: [GoodsLine] = []
    var conveyance: ConveyanceDraft?
    var concealment: [String] = []
    var detection: [String] = []
    var route: RouteDraft?
    var consignment: String?
    var persons: (involved: Int, arrested: Int)?
    var intendedUse: String?
    var attachments: [AttachmentDraft] = []

    var subject: String?
    var expected: (from: Int64, until: Int64)?
    var indicators: [String] = []
    var warningAction: String?
    var request: RequestDraft?
    var outcome: String?
    var trader: OperatorDraft?

    /// Whether the alert withdraws others: then nothing but the envelope is written.
    var isCancel: Bool { messageType == .cancel }
}

/// The way of goods.
struct RouteDraft: Sendable {
    var originCountry: String?
    var departure: SimulatedPlace?
    var transitCountries: [String] = []
    var destination: SimulatedPlace?
}

/// What carried goods.
struct ConveyanceDraft: Sendable {
    struct Vessel: Sendable {
        var imo: String
        var name: String
        var flag: String
        var mmsi: String
    }

    struct Flight: Sendable {
        var number: String
        /// A time on the day it flew, in milliseconds since 1970.
        var departed: Int64
    }

    struct Vehicle: Sendable {
        var vin: String
        var country: String
        var make: String
    }

    struct Container: Sendable {
        var number: String
        var sizeType: String
        var seal: String?
        var isAsObserved = false
    }

    var mode: String
    var vessel: Vessel?
    var flight: Flight?
    var vehicle: Vehicle?
    var containers: [Container] = []
    var airWaybill: String?
}

/// A file that belongs to an alert.
struct AttachmentDraft: Sendable {
    var digest: String
    var mediaType: String
    var byteCount: Int
    var title: String
}

/// What a request asks.
struct RequestDraft: Sendable {
    var deadline: Int64
    var purpose: String
    var legalBasis: String
    var questions: [String]
}

/// The standing of an economic operator.
struct OperatorDraft: Sendable {
    var identification: String
    var country: String
    var action: String
    var authorisation: String
    var roles: [String]
    var validFrom: Int64
    var validUntil: Int64?
    var partners: [String]
}
