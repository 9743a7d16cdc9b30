/// What rules may speak of: the fields of an alert, against which they are checked when they are filed, and helpers.
public struct RuleDeclarations: Sendable {
    /// The alert; nil where rules may speak of any fields.
    public var root: RuleObjectType?
    /// Functions beside those of the language.
    public var helpers: RuleHelpers

    /// Declarations of an alert's fields and of helpers.
    public init(root: RuleObjectType?, helpers: RuleHelpers = RuleHelpers()) {
        self.root = root
        self.helpers = helpers
    }
}
