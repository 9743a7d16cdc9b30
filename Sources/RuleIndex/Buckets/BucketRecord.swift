/// An alternative of a rule as a bucket holds it: what remains to be tested once its key is found.
struct BucketRecord: Equatable {
    let rule: UInt32
    /// Whether the rule may be found more than once for one alert.
    let isRepeated: Bool
    /// The tests, the most widely shared first; `TestCode.always` where there are fewer.
    let first: TestCode
    let second: TestCode
    let third: TestCode

    /// By test, so that a test that several share is made once.
    static func < (one: BucketRecord, other: BucketRecord) -> Bool {
        if one.first != other.first { return one.first.bits < other.first.bits }
        if one.isRepeated != other.isRepeated { return other.isRepeated }
        if one.restCount != other.restCount { return one.restCount < other.restCount }
        if one.second != other.second { return one.second.bits < other.second.bits }
        if one.third != other.third { return one.third.bits < other.third.bits }
        return one.rule < other.rule
    }

    /// How many tests there are behind the first.
    var restCount: UInt32 { third != .always ? 2 : second != .always ? 1 : 0 }

    /// Whether it belongs to the same run: records whose first test is made once for all.
    func isInRun(of other: BucketRecord) -> Bool {
        first == other.first && isRepeated == other.isRepeated && restCount == other.restCount
    }
}
