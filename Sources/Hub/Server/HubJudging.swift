internal import AlertModel
internal import AlertRules
internal import ExchangeProtocol
internal import RuleLanguage

/// What alerts and rules are held against.
struct HubJudging: Sendable {
    let schemas: AlertSchemaSet
    let lists: CodeLists
    let options: AlertJudge.Options
    /// What rules may speak of.
    let vocabulary: RuleDeclarations

    init(_ configuration: HubConfiguration, schemas: AlertSchemaSet, lists: CodeLists) {
        self.schemas = schemas
        self.lists = lists
        options = AlertJudge.Options(alertBytesMax: Int(configuration.sessionLimits.alertBytesMax))
        vocabulary = AlertVocabulary.declarations(schemas: schemas, lists: lists)
    }

    /// A judge with memory of its own, for one thread.
    func makeJudge() -> AlertJudge { AlertJudge(schemas: schemas, lists: lists, options: options) }
}
