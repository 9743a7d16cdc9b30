internal import JSONDocument

/// The memory that verdicts need: kept between documents, so that judging allocates nothing.
struct JudgeScratch: ~Copyable {
    /// What stays the same during a verdict.
    struct Context: BitwiseCopyable {
        let program: Program.View
        let tape: JSONTape
        /// Where the members of the open objects are.
        let slots: UnsafeMutablePointer<UInt32>
        /// Room for a string without its escapes.
        let text: UnsafeMutablePointer<UInt8>
        let state: UnsafeMutablePointer<State>
        /// Whether verdicts are remembered.
        let remembers: Bool
    }

    /// What changes during a verdict.
    struct State {
        /// Steps left; below zero the verdict is given up.
        var stepsLeft = 0
        /// Sets of evaluated nodes, one above the other.
        var marks: UnsafeMutablePointer<UInt32>
        var marksCapacity: Int
        var marksTop = 0
        /// Verdicts by program and node, once a document turned out to be laborious.
        var memo: [UInt64: Bool] = [:]
        /// Hash table of `uniqueItems`.
        var table: UnsafeMutablePointer<UniqueEntry>
        var tableCapacity: Int
    }

    struct UniqueEntry: BitwiseCopyable {
        var hash: UInt64
        /// 0, which is never an element, where the entry is free.
        var node: Int
    }

    let state: UnsafeMutablePointer<State>
    private let context: UnsafeMutablePointer<Context>
    private(set) var slots: UnsafeMutablePointer<UInt32>
    private var slotsCapacity: Int
    private(set) var text: UnsafeMutablePointer<UInt8>
    private var textCapacity: Int

    init() {
        let marksCapacity = 256
        let tableCapacity = 128
        context = .allocate(capacity: 1)
        state = .allocate(capacity: 1)
        state.initialize(
            to: State(
                marks: .allocate(capacity: marksCapacity), marksCapacity: marksCapacity,
                table: .allocate(capacity: tableCapacity), tableCapacity: tableCapacity))
        slotsCapacity = 4096
        slots = .allocate(capacity: slotsCapacity)
        textCapacity = 4096
        text = .allocate(capacity: textCapacity)
    }

    deinit {
        state.pointee.marks.deallocate()
        state.pointee.table.deallocate()
        state.deinitialize(count: 1)
        state.deallocate()
        context.deallocate()
        slots.deallocate()
        text.deallocate()
    }

    /// Makes room for a document: a frame for each level, and its longest string.
    mutating func reserve(slotsMax: Int, textBytes: Int) {
        let slotsNeeded = (slotsMax + 1) * (JSONLimits.depthMaxCeiling + 2)
        if slotsNeeded > slotsCapacity {
            slots.deallocate()
            slotsCapacity = slotsNeeded
            slots = .allocate(capacity: slotsCapacity)
        }
        if textBytes + JSONTape.paddingBytes > textCapacity {
            text.deallocate()
            textCapacity = textBytes * 2 + JSONTape.paddingBytes
            text = .allocate(capacity: textCapacity)
        }
    }
}

extension JudgeScratch {
    /// A judge that uses this memory, for which `reserve` has made room. It is good until the next is made.
    func judge(_ tape: JSONTape, _ program: Program, remembers: Bool) -> Judge {
        context.initialize(
            to: Context(
                program: program.view, tape: tape, slots: slots, text: text, state: state, remembers: remembers))
        return Judge(context: context)
    }
}

extension JudgeScratch.State {
    /// A new empty set of `words` words; returns where it begins.
    mutating func pushMarks(words: Int) -> Int {
        if marksTop + words > marksCapacity {
            let capacity = (marksTop + words) * 2
            let grown = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
            grown.update(from: marks, count: marksTop)
            marks.deallocate()
            marks = grown
            marksCapacity = capacity
        }
        let start = marksTop
        (marks + start).update(repeating: 0, count: words)
        marksTop += words
        return start
    }

    /// Drops the newest set; where `target` is one (not negative), adds it to that first.
    mutating func popMarks(_ start: Int, words: Int, into target: Int) {
        if target >= 0 {
            for word in 0..<words { marks[target + word] |= marks[start + word] }
        }
        marksTop = start
    }

    /// An empty hash table of at least `entries` entries; returns its size less one.
    mutating func clearTable(entries: Int) -> Int {
        var size = 128
        while size < entries { size *= 2 }
        if size > tableCapacity {
            table.deallocate()
            table = .allocate(capacity: size)
            tableCapacity = size
        }
        table.update(repeating: JudgeScratch.UniqueEntry(hash: 0, node: 0), count: size)
        return size - 1
    }
}
