import CSodium

/// Memory for secrets: between guard pages, kept out of swap and core dumps where the system allows, zeroed at the end.
final class GuardedMemory: @unchecked Sendable {
    // Sendable, although it holds a pointer: the bytes are written by `init` alone and read-only from then on.
    private let start: UnsafeMutableRawPointer
    /// The number of bytes.
    let count: Int

    /// Takes `count` bytes and has them filled, once. What `fill` throws is thrown, after the memory is zeroed.
    init<Failure: Error>(
        count: Int, fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        precondition(count > 0 && Sodium.isReady, "libsodium did not start")
        guard let start = sodium_malloc(count) else { preconditionFailure("no memory for \(count) guarded bytes") }
        self.start = start
        self.count = count
        sodium_memzero(start, count)
        try fill(UnsafeMutableRawBufferPointer(start: start, count: count))
        sodium_mprotect_readonly(start)
    }

    deinit { sodium_free(start) }

    /// Lends the bytes. They must not be kept.
    func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { withExtendedLifetime(self) {} }
        return try body(UnsafeRawBufferPointer(start: start, count: count))
    }
}

/// The library that everything secret goes through.
enum Sodium {
    /// Whether the library is initialised; asking initialises it, once, from any thread.
    static let isReady = sodium_init() >= 0

    /// Random bits nobody can guess.
    static func random128() -> UInt128 {
        precondition(isReady, "libsodium did not start")
        var value: UInt128 = 0
        withUnsafeMutableBytes(of: &value) { fillRandomly($0) }
        return value
    }

    /// Fills memory with random bytes.
    static func fillRandomly(_ target: UnsafeMutableRawBufferPointer) {
        precondition(isReady, "libsodium did not start")
        guard let start = target.baseAddress else { return }
        randombytes_buf(start, target.count)
    }
}
