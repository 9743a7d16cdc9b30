internal import Dispatch
internal import Glibc
internal import Synchronization

/// Makes many items on all processors and hands them over one by one, in their order, while further ones are made: as
/// reading a million rules and filing them takes.
public enum OrderedWork {
    /// Items that a thread makes at a time: enough that nobody waits for a lock.
    static let chunkItems = 256
    /// Chunks that may have been made and not been handed over yet.
    static let chunksAheadMax = 32
    /// The most threads that make items beside the one that takes them.
    static let threadsMax = 15

    /// Calls `take` with each item that `make` gives for a number below `count`, in that order, on this thread. `make` is
    /// called on several threads, and on this one where nothing is left to be taken.
    /// - Throws: What `take` throws; nothing more is taken then.
    public static func run<Item: Sendable, Failure: Error>(
        count: Int, make: @escaping @Sendable (Int) -> Item, take: (Item) throws(Failure) -> Void
    ) throws(Failure) {
        let work = Work(count: count, make: make)
        work.start()
        defer { work.stop() }
        for number in 0..<work.chunkCount {
            var chunk = work.take(number)
            for item in chunk.items { try take(item) }
            work.giveBack(&chunk)
        }
    }

    private static let processorCount = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

    private final class Work<Item: Sendable>: Sendable {
        struct Chunk: Sendable {
            var items: [Item]
            /// The number of the thread that made it, 0 for the one that takes.
            var maker: Int
        }

        private struct State {
            /// The next chunk to be made.
            var next = 0
            var takenCount = 0
            var made: [Int: Chunk] = [:]
            /// What each thread is to release of what it made: whoever frees the memory of another thread waits for it
            /// whenever that allocates some.
            var spent: [[[Item]]]
        }

        private enum Claim {
            case chunk(Int)
            /// So many have been made that were not taken yet.
            case tooEarly
            case none
        }

        let chunkCount: Int
        private let count: Int
        private let make: @Sendable (Int) -> Item
        private let state: Mutex<State>
        private let isMade = DispatchSemaphore(value: 0)
        private let hasRoom = DispatchSemaphore(value: 0)
        private let threads = DispatchGroup()
        private let threadCount: Int

        init(count: Int, make: @escaping @Sendable (Int) -> Item) {
            self.count = count
            self.make = make
            chunkCount = (count + OrderedWork.chunkItems - 1) / OrderedWork.chunkItems
            threadCount = max(0, min(OrderedWork.processorCount - 1, OrderedWork.threadsMax, chunkCount - 1))
            state = Mutex(State(spent: Array(repeating: [], count: threadCount + 1)))
        }

        func start() {
            for maker in 0..<threadCount {
                DispatchQueue.global().async(group: threads) { self.makeAll(as: maker + 1) }
            }
        }

        /// Ends the threads, where something is left to be made or not.
        func stop() {
            state.withLock { $0.next = chunkCount }
            for _ in 0..<threadCount { hasRoom.signal() }
            threads.wait()
        }

        private func makeAll(as maker: Int) {
            while true {
                releaseSpent(of: maker)
                switch claim(isHelp: false) {
                case .chunk(let chunk): finish(chunk, as: maker)
                case .tooEarly: hasRoom.wait()
                case .none: return
                }
            }
        }

        private func claim(isHelp: Bool) -> Claim {
            state.withLock { state in
                guard state.next < chunkCount else { return .none }
                if !isHelp, state.next - state.takenCount >= OrderedWork.chunksAheadMax { return .tooEarly }
                state.next += 1
                return .chunk(state.next - 1)
            }
        }

        private func releaseSpent(of maker: Int) {
            var spent: [[Item]] = []
            state.withLock { swap(&$0.spent[maker], &spent) }
        }

        /// Takes back what was handed over, to be released by whoever made it.
        func giveBack(_ chunk: inout Chunk) {
            guard chunk.maker > 0 else { return }
            state.withLock { state in
                state.spent[chunk.maker].append(chunk.items)
                chunk.items = []
            }
        }

        private func finish(_ chunk: Int, as maker: Int) {
            let first = chunk * OrderedWork.chunkItems
            let items = (first..<min(first + OrderedWork.chunkItems, count)).map(make)
            state.withLock { $0.made[chunk] = Chunk(items: items, maker: maker) }
            isMade.signal()
        }

        /// A chunk, once it has been made; makes others meanwhile.
        func take(_ chunk: Int) -> Chunk {
            while true {
                let made = state.withLock { state in
                    let made = state.made.removeValue(forKey: chunk)
                    if made != nil { state.takenCount += 1 }
                    return made
                }
                if let made {
                    hasRoom.signal()
                    return made
                }
                if case .chunk(let other) = claim(isHelp: true) { finish(other, as: 0) } else { isMade.wait() }
            }
        }
    }
}
