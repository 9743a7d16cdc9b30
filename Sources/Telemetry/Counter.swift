public import Synchronization

/// A number that only grows, counted from any thread without a lock.
public final class Counter: Sendable {
    @usableFromInline let total = Atomic<UInt64>(0)

    /// Starts at zero. Counters that are to be seen come from a registry.
    public init() {}

    /// Adds `amount`; wraps after 2⁶⁴ as Prometheus expects of a restart.
    @inlinable
    public func add(_ amount: UInt64 = 1) {
        total.wrappingAdd(amount, ordering: .relaxed)
    }

    /// The count so far.
    @inlinable
    public var value: UInt64 { total.load(ordering: .relaxed) }
}

/// A whole number that goes up and down, set from any thread without a lock.
public final class Gauge: Sendable {
    @usableFromInline let level = Atomic<Int64>(0)

    /// Starts at zero. Gauges that are to be seen come from a registry.
    public init() {}

    /// Sets the value.
    @inlinable
    public func set(_ value: Int64) { level.store(value, ordering: .relaxed) }

    /// Adds `amount`, which may be negative.
    @inlinable
    public func add(_ amount: Int64) { level.wrappingAdd(amount, ordering: .relaxed) }

    /// The value now.
    @inlinable
    public var value: Int64 { level.load(ordering: .relaxed) }
}
