/// A value that must never be printed: keys, passwords, the contents of an alert.
///
/// Printing, interpolating, logging, dumping or mirroring it yields `‹redacted›`.
public struct Redacted<Value> {
    private let value: Value

    /// Hides `value`.
    public init(_ value: Value) { self.value = value }

    /// Calls `body` with the hidden value: the one way to it, easy to search for in a review.
    public func withExposed<Result: ~Copyable, Failure: Error>(
        _ body: (borrowing Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(value)
    }
}

extension Redacted: Sendable where Value: Sendable {}

/// What stands in the place of a hidden value.
public let redactedMark = "‹redacted›"

extension Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `‹redacted›`.
    public var description: String { redactedMark }

    /// Always `‹redacted›`.
    public var debugDescription: String { redactedMark }

    /// A mirror without children, so that `dump` and reflection show nothing either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
