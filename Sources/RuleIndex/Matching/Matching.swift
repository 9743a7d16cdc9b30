internal import CRuleScan
internal import JSONDocument
internal import RuleLanguage

/// Tests on the columns of an alert: pointers into an index, valid while the index lives.
struct Matching {
    let root: JSONNode
    /// The alert's columns.
    let columns: UnsafePointer<UInt32>
    let view: UnsafePointer<SnapshotView>
    let ranks: UnsafePointer<UInt32>
    /// What short tests are made on, many at a time.
    let alert: crules_alert
    let wholeRules: WholeRuleMemory
    /// Which of the alerts that are matched together this is.
    let number: Int

    @inline(__always)
    init(
        _ root: JSONNode, number: Int, columns: UnsafePointer<UInt32>, view: UnsafePointer<SnapshotView>,
        _ wholeRules: WholeRuleMemory
    ) {
        self.root = root
        self.number = number
        self.wholeRules = wholeRules
        self.columns = columns
        self.view = view
        ranks = view.pointee.ranks
        alert = crules_alert(
            columns: columns, column_count: view.pointee.columnCount, ranks: ranks, rank_mask: view.pointee.rankMask)
    }

    /// Whether a test holds.
    @inline(__always)
    func holds(_ code: TestCode) -> Bool {
        code.isLong ? holdsLong(code.place) : holdsShort(code)
    }

    /// Whether a short test holds.
    @inline(__always)
    private func holdsShort(_ code: TestCode) -> Bool {
        let value = columns[code.column]
        if code.isSet { return code.operand &>> min(value &- ColumnValue.firstText, TestCode.setSize) & 1 == 1 }
        return Self.isIn(code.bits &>> 28, value, code.isThreshold ? ranks[Int(code.operand)] : code.operand)
    }

    /// Whether the result of comparing is among the results that satisfy a test.
    @inline(__always)
    private static func isIn(_ results: UInt32, _ value: UInt32, _ operand: UInt32) -> Bool {
        results &>> (value == operand ? 0 : value > operand ? 1 : 2) & 1 == 1
    }

    @inline(never)
    func holdsLong(_ place: Int) -> Bool {
        let head = view.pointee.words[place]
        let operands = view.pointee.words + place + 1
        let count = Int(head & 0xFF_FFFF)
        switch head >> 24 {
        case LongTests.Kind.oneOf.rawValue:
            return Self.contains(operands, count, columns[Int(operands[0])])
        case LongTests.Kind.noneOf.rawValue:
            let value = columns[Int(operands[0])]
            return value != ColumnValue.absent && !Self.contains(operands, count, value)
        case LongTests.Kind.compare.rawValue:
            let operand = operands[1] == 0 ? operands[3] : ranks[Int(operands[3])]
            return Self.isIn(operands[0], columns[Int(operands[2])], operand)
        case LongTests.Kind.notNumber.rawValue:
            return columns[Int(operands[0])] != ColumnValue.absent
                && columns[Int(operands[1])] != ranks[Int(operands[2])]
        case LongTests.Kind.all.rawValue:
            for index in 0..<count where !holds(TestCode(bits: operands[index])) { return false }
            return true
        case LongTests.Kind.any.rawValue:
            for index in 0..<count where holds(TestCode(bits: operands[index])) { return true }
            return false
        default:
            return wholeRules.matches(Int(operands[0]), of: view.pointee.rules, root, alert: number)
        }
    }

    /// Whether a value is among the operands behind the first: eight are compared at a time.
    @inline(__always)
    private static func contains(_ operands: UnsafePointer<UInt32>, _ count: Int, _ value: UInt32) -> Bool {
        typealias Lanes = SIMD8<UInt32>
        let numbers = Lanes(0, 1, 2, 3, 4, 5, 6, 7)
        var at = 1
        repeat {
            let values = UnsafeRawPointer(operands + at).loadUnaligned(as: Lanes.self)
            let left = Lanes(repeating: UInt32(truncatingIfNeeded: count &- at))
            if any((values .== Lanes(repeating: value)) .& (numbers .< left)) { return true }
            at &+= Lanes.scalarCount
        } while at < count
        return false
    }
}
