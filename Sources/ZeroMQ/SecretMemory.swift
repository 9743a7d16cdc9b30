internal import Glibc

/// Fixed memory for a secret: never printed, overwritten before it is given back.
///
/// Unchecked, because it owns a pointer: the bytes are written once, in the initialiser, and only read afterwards.
final class SecretMemory: @unchecked Sendable {
    private let buffer: UnsafeMutableRawBufferPointer

    init(byteCount: Int, _ write: (UnsafeMutableRawBufferPointer) -> Void) {
        buffer = .allocate(byteCount: byteCount, alignment: 16)
        buffer.initializeMemory(as: UInt8.self, repeating: 0)
        write(buffer)
    }

    deinit {
        SecretMemory.zero(buffer)
        buffer.deallocate()
    }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(buffer) }

    /// Overwrites memory in a way the optimiser may not leave out.
    static func zero(_ buffer: UnsafeMutableRawBufferPointer) {
        guard let start = buffer.baseAddress else { return }
        explicit_bzero(start, buffer.count)
    }
}
