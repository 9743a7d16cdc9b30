/// The rules found for an alert.
struct MatchBuffer: ~Copyable {
    private(set) var base: UnsafeMutablePointer<UInt32>
    private(set) var count = 0
    private var capacity: Int
    /// Whether a rule may be in here more than once.
    var mayRepeat = false
    /// How often each digit occurs, while sorting.
    private let places: UnsafeMutablePointer<Int>

    init() {
        capacity = 256
        base = .allocate(capacity: capacity)
        places = .allocate(capacity: 1 << Self.digitBits)
        places.initialize(repeating: 0, count: 1 << Self.digitBits)
    }

    deinit {
        base.deallocate()
        places.deallocate()
    }

    mutating func removeAll() {
        count = 0
        mayRepeat = false
    }

    /// Makes room for so many more.
    @inline(__always)
    mutating func reserve(_ more: Int) {
        if count &+ more > capacity { grow(more) }
    }

    private mutating func grow(_ more: Int) {
        capacity = max(count + more, capacity * 2)
        let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
        larger.update(from: base, count: count)
        base.deallocate()
        base = larger
    }

    /// Where the next rule goes; room must have been made.
    @inline(__always)
    var end: UnsafeMutablePointer<UInt32> { base + count }

    /// Counts so many rules that were written from `end` on.
    @inline(__always)
    mutating func advance(by more: Int) { count &+= more }

    /// Adds the rules of another.
    @inline(__always)
    mutating func append(_ other: borrowing MatchBuffer) {
        reserve(other.count)
        end.update(from: other.base, count: other.count)
        count &+= other.count
        if other.mayRepeat { mayRepeat = true }
    }

    /// Adds a rule without a branch: it is written in any case, and counts where the condition holds.
    @inline(__always)
    mutating func put(_ rule: UInt32, if holds: Bool) {
        base[count] = rule
        count &+= holds ? 1 : 0
    }

    /// Puts the rules in ascending order, each once.
    mutating func sort() {
        if count > Self.insertedMax { sortByDigits() } else { sortByInsertion() }
        guard mayRepeat else { return }
        var kept = 0
        for index in 0..<count where index == 0 || base[index] != base[kept - 1] {
            base[kept] = base[index]
            kept += 1
        }
        count = kept
        mayRepeat = false
    }

    /// So many are sorted by insertion.
    private static let insertedMax = 32

    private mutating func sortByInsertion() {
        for index in 0..<count {
            let rule = base[index]
            var place = index
            while place > 0, base[place &- 1] > rule {
                base[place] = base[place &- 1]
                place &-= 1
            }
            base[place] = rule
        }
    }

    /// Sorts digit by digit, the lowest first: linear, and without a branch on the data.
    private mutating func sortByDigits() {
        reserve(count)
        Self.sortByDigits(base, base + count, count, places)
    }

    private static let digitBits = 8

    private static func sortByDigits(
        _ rules: UnsafeMutablePointer<UInt32>, _ spare: UnsafeMutablePointer<UInt32>, _ count: Int,
        _ places: UnsafeMutablePointer<Int>
    ) {
        var used: UInt32 = 0
        for index in 0..<count { used |= rules[index] }
        var source = rules
        var target = spare
        var shift: UInt32 = 0
        while shift < 32, used &>> shift != 0 {
            places.update(repeating: 0, count: 1 << digitBits)
            for index in 0..<count { places[Int(source[index] &>> shift & 0xFF)] &+= 1 }
            var sum = 0
            for digit in 0..<(1 << digitBits) {
                let size = places[digit]
                places[digit] = sum
                sum &+= size
            }
            for index in 0..<count {
                let digit = Int(source[index] &>> shift & 0xFF)
                target[places[digit]] = source[index]
                places[digit] &+= 1
            }
            (source, target) = (target, source)
            shift += UInt32(digitBits)
        }
        if source != rules { rules.update(from: source, count: count) }
    }
}
