import Glibc

/// Reads standard input and gives all the lines that are there: many while a file is read, one when somebody types.
struct LineReader {
    private static let chunkBytes = 64 << 10

    private var rest: [UInt8] = []
    private var isAtEnd = false

    /// Whole lines, at least one, without empty ones; nil at the end.
    mutating func next() -> [[UInt8]]? {
        while !isAtEnd {
            var chunk = [UInt8](repeating: 0, count: Self.chunkBytes)
            let count = read(STDIN_FILENO, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            isAtEnd = count <= 0
            rest += chunk.prefix(max(0, count))
            var lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            // The last one goes on in what is read next.
            rest = isAtEnd ? [] : lines.popLast().map(Array.init) ?? []
            let whole = lines.filter { !$0.isEmpty }.map(Array.init)
            if !whole.isEmpty { return whole }
        }
        return nil
    }
}
