/// The texts, lists and maps that one evaluation makes. Owns nothing until the first is made.
struct RuleScratch: ~Copyable {
    private(set) var bytes: UnsafeMutablePointer<UInt8>?
    private var byteCapacity = 0
    private(set) var byteCount = 0
    private(set) var values: [RuleValue] = []
    /// Texts of the alert without their escapes, by their nodes: each is made once.
    var unescaped: [Int: RuleValue] = [:]

    init() {}

    deinit { bytes?.deallocate() }

    /// Room for that many bytes at the end; its start. Moves what was there before: pointers into it end.
    mutating func grow(by count: Int) -> Int {
        let needed = byteCount + count
        if needed > byteCapacity {
            let capacity = max(256, needed * 2)
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
            if let bytes {
                larger.update(from: bytes, count: byteCount)
                bytes.deallocate()
            }
            bytes = larger
            byteCapacity = capacity
        }
        defer { byteCount = needed }
        return byteCount
    }

    /// Keeps bytes; where they lie.
    mutating func keep(_ content: [UInt8]) -> Int {
        let start = grow(by: content.count)
        content.withUnsafeBytes { write($0, at: start) }
        return start
    }

    /// Copies bytes, which may lie in the scratch itself, to where `grow` made room.
    func write(_ content: UnsafeRawBufferPointer, at start: Int) {
        guard let bytes, let source = content.baseAddress else { return }
        UnsafeMutableRawPointer(bytes + start).copyMemory(from: source, byteCount: content.count)
    }

    /// Keeps values one after the other; where the first lies.
    mutating func keep(_ content: [RuleValue]) -> Int {
        values += content
        return values.count - content.count
    }
}
