/// What instructions refer to by index.
enum ProgramTables {
    /// Text prepared for comparison: strings of up to 16 bytes by two words and the length.
    struct Text: BitwiseCopyable {
        var low: UInt64
        var high: UInt64
        /// The text, followed by at least 16 zero bytes.
        var bytes: UnsafePointer<UInt8>
        var count: Int

        @inline(always)
        func equals(low: UInt64, high: UInt64, _ other: UnsafePointer<UInt8>, count otherCount: Int) -> Bool {
            let differences = (self.low ^ low) | (self.high ^ high) | UInt64(bitPattern: Int64(count ^ otherCount))
            return differences == 0 && (count <= 16 || middleEquals(other))
        }

        @inline(never)
        fileprivate func middleEquals(_ other: UnsafePointer<UInt8>) -> Bool {
            var at = 8
            while at < count &- 8 {
                if bytes[at] != other[at] { return false }
                at &+= 1
            }
            return true
        }

        /// The first eight bytes, and the last eight of what is more than that, in words of which the rest is zero.
        @inline(always)
        static func words(_ bytes: UnsafePointer<UInt8>, count: Int) -> (low: UInt64, high: UInt64) {
            // Without a branch, as lengths cannot be foretold. A shift by 64 does nothing, two by 32 leave nothing.
            let low = UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
            let high = UnsafeRawPointer(bytes + max(count &- 8, 0)).loadUnaligned(as: UInt64.self)
            let half = UInt64(truncatingIfNeeded: min(count, 8) &* 4)
            let isLonger = UInt64(bitPattern: Int64(8 &- count) &>> 63)
            return (low & ~((UInt64.max &<< half) &<< half), high & isLonger)
        }
    }

    /// A set of strings, found without a loop: no two are in one place of its table.
    struct TextSet: BitwiseCopyable {
        /// Index of the first text of the table.
        var first: Int32
        /// What places are made by.
        var multiplier: UInt64
        var shift: UInt64

        /// How many places there are.
        var size: Int { 1 << Int(64 - shift) }

        /// The place that a text would have.
        @inline(always)
        func place(low: UInt64, high: UInt64, count: Int) -> Int {
            let mixed = low ^ (high &<< 17 | high &>> 47) ^ UInt64(truncatingIfNeeded: count)
            return Int(first) &+ Int(truncatingIfNeeded: (mixed &* multiplier) &>> shift)
        }
    }

    /// What a value that is met for the first time must satisfy, where a look at the value itself will mostly do.
    struct Check: BitwiseCopyable {
        enum Rule: UInt8 {
            /// Nothing beyond the kind.
            case kind
            /// index: of the text set.
            case texts
            /// index: of the short pattern.
            case shortPattern
            /// index: of the first of the short patterns of each length.
            case shortPatterns
            /// index: of the pattern, a run of characters of a class.
            case run
            /// index: of the pattern.
            case pattern
            /// index: of the format.
            case format
            /// index: of the instruction that tells the length.
            case length
            /// index: of the interval.
            case interval
            /// index: of the name group.
            case object
            /// index: of the list shape.
            case list
        }

        var rule = Rule.kind
        /// The kinds for which the rule is all there is, as bits. Any other is a matter for the program.
        var kinds: UInt16 = UInt16.max
        var index: Int32 = 0
        /// -1 where any value will do.
        var program: Int32 = -1
    }

    /// One or two bounds of a number, none of more digits than a `Double` tells apart.
    struct Interval: BitwiseCopyable {
        /// So many characters hold at most 15 digits: two such numbers whose nearest doubles are the same are equal.
        static let exactDigitsMax = 15

        var least = -Double.infinity
        var most = Double.infinity
    }

    /// What is asserted of an array whose elements are all judged alike.
    struct ListShape: BitwiseCopyable {
        var least: Int32 = 0
        var most = Int32.max
        var items = Check()
        /// Index of that check, by which its origin is known.
        var itemsIndex: Int32 = -1
        var isUnique = false
    }

    /// A name that the schemas of an object mention: 64 bytes, a line of the processor's cache.
    struct Name: BitwiseCopyable {
        /// The first and the last eight bytes; of a shorter name both are all of it.
        var first: UInt64
        var last: UInt64
        /// Which bits of these words are the name's.
        var mask: UInt64
        var bytes: UnsafePointer<UInt8>
        /// -1 for no name.
        var count: Int32
        var slot: Int32
        /// What the member's value must satisfy whatever else the object has.
        var check = Check()
        /// The slot's bit in the mask of slots seen.
        var seen: UInt64

        init(_ text: Text, slot: Int32) {
            self.slot = slot
            bytes = text.bytes
            count = Int32(text.count)
            first = text.low
            last = text.count > 8 ? text.high : text.low
            mask = text.count >= 8 ? .max : (1 << UInt64(max(text.count, 0) * 8)) - 1
            seen = 1 << UInt64(min(Int(slot), slotBitsMax))
        }

        /// What a name, of which at least 8 bytes can be read, has that this one has not: 0 where they are the same, but
        /// for the middle of one of more than 16 bytes.
        @inline(always)
        func differences(_ other: UnsafePointer<UInt8>, count otherCount: Int) -> UInt64 {
            let otherFirst = UnsafeRawPointer(other).loadUnaligned(as: UInt64.self)
            let otherLast = UnsafeRawPointer(other + max(otherCount &- 8, 0)).loadUnaligned(as: UInt64.self)
            return ((first ^ otherFirst) | (last ^ otherLast)) & mask
                | UInt64(bitPattern: Int64(Int(count) ^ otherCount))
        }

        @inline(always)
        func matches(_ other: UnsafePointer<UInt8>, count otherCount: Int) -> Bool {
            differences(other, count: otherCount) == 0 && middleMatches(other, count: otherCount)
        }

        @inline(always)
        func middleMatches(_ other: UnsafePointer<UInt8>, count otherCount: Int) -> Bool {
            otherCount <= 16 || Text(low: 0, high: 0, bytes: bytes, count: otherCount).middleEquals(other)
        }
    }

    /// Where a name is found by its hash: 64 bytes, a line of the processor's cache. All that is needed of a member lies
    /// there, its check, too: which rule is to be jumped to should be known as early as can be, as what comes next is often
    /// guessed wrong.
    struct NamePlace: BitwiseCopyable {
        /// The first sixteen bytes of the name as it stands in a text, with the quote that ends it.
        private var low: UInt64 = 0
        private var high: UInt64 = 0
        /// Which bits of them there are. Of a place without a name none can be as wanted: no name begins with a zero.
        private var lowMask: UInt64 = 0xFF
        private var highMask: UInt64 = 0
        /// What is left of a name of sixteen bytes or more.
        private var rest = UnsafePointer<UInt8>(bitPattern: 0)
        private var restCount: UInt16 = 0
        /// The slot of the name, or the number of slots where the place is free.
        var slot: UInt16
        var check = Check()
        /// The slot's bit in the mask of slots seen.
        var seen: UInt64 = 0

        /// A place without a name.
        init(free slot: Int) { self.slot = UInt16(slot) }

        /// A name's place. One that is written with escapes is never found here.
        init(_ name: Name) {
            slot = UInt16(name.slot)
            seen = name.seen
            let bytes = UnsafeBufferPointer(start: name.bytes, count: Int(name.count))
            if bytes.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) { return }
            let expected = Array(bytes) + [UInt8(ascii: "\"")]
            lowMask = 0
            for (at, byte) in expected.prefix(8).enumerated() {
                low |= UInt64(byte) << UInt64(at * 8)
                lowMask |= 0xFF << UInt64(at * 8)
            }
            for (at, byte) in expected.dropFirst(8).prefix(8).enumerated() {
                high |= UInt64(byte) << UInt64(at * 8)
                highMask |= 0xFF << UInt64(at * 8)
            }
            if bytes.count >= 16 {
                rest = name.bytes + 16
                restCount = UInt16(bytes.count - 16)
            }
        }

        /// Whether the name at a text's bytes, of which 16 can be read whatever they are, is that of a place. Told by the
        /// pointer, so that nothing of the place is copied.
        @inline(always)
        static func isName(_ place: UnsafePointer<NamePlace>, at text: UnsafePointer<UInt8>) -> Bool {
            let first = UInt64(littleEndian: UnsafeRawPointer(text).loadUnaligned(as: UInt64.self))
            let second = UInt64(littleEndian: UnsafeRawPointer(text + 8).loadUnaligned(as: UInt64.self))
            let differences =
                ((first ^ place.pointee.low) & place.pointee.lowMask)
                | ((second ^ place.pointee.high) & place.pointee.highMask)
            return differences == 0 && (place.pointee.rest == nil || restIsName(place, at: text))
        }

        @inline(never)
        private static func restIsName(_ place: UnsafePointer<NamePlace>, at text: UnsafePointer<UInt8>) -> Bool {
            let rest = place.pointee.rest.unsafelyUnwrapped
            var at = 0
            while at < Int(place.pointee.restCount) {
                if text[16 &+ at] != rest[at] { return false }
                at &+= 1
            }
            return text[16 &+ at] == UInt8(ascii: "\"")
        }
    }

    /// The names that the schemas of one object mention, found by a table of places.
    struct NameGroup: BitwiseCopyable {
        /// Index of the name of slot 0; the others follow, and one that is no name.
        var names: Int32
        /// How many slots there are.
        var count: Int32
        /// Index of the first place.
        var places: Int32
        /// Where in a hash the place begins.
        var shift: UInt64
        /// The number of places less one.
        var mask: UInt64
        /// Whether each name is in its place, so that there is nothing to search.
        var isPerfect: Bool
        /// The slots that must be there whatever else holds.
        var required: UInt64 = 0
        /// The slots that must not be there.
        var forbidden: UInt64 = 0
        /// Index of the instruction behind the one that reads the members.
        var rest: Int32 = 0
        /// Whether there is nothing behind it.
        var endsThere = false
    }

    /// Slots from here on have no bit in the mask of slots seen; the bit of this number stands for any other name.
    static let slotBitsMax = 63
    static var unnamedBit: UInt64 { 1 << UInt64(slotBitsMax) }

    struct Property: BitwiseCopyable {
        var slot: Int32
        var check: Check
    }

    /// Alternatives that are told apart by a member that has another constant in each.
    struct Selection: BitwiseCopyable {
        var slot: Int32
        /// The constants of all alternatives.
        var texts: TextSet
        /// Index into the lists: for each place of the set's table the program of the alternative.
        var programs: Int32
        /// What judges anything but an object: `oneOf` or `anyOf` of all alternatives.
        var otherwise: Instruction
    }

    /// `if` that looks at one member, and what follows from it.
    struct MemberCondition: BitwiseCopyable {
        /// The member, which `if` requires, and what `if` wants of it.
        var slot: Int32
        var check: Check
        /// Where `then` only requires members: which.
        var required: UInt64
        /// The program of any other `then`, -1 for none; likewise that of `else`.
        var then: Int32
        var otherwise: Int32
        /// What judges anything but an object, and where somebody asks what was evaluated.
        var conditional: Instruction
    }

    struct PatternProperty: BitwiseCopyable {
        var pattern: Int32
        var program: Int32
    }

    /// `properties`, `patternProperties` and `additionalProperties` of one schema, where a mask does not do.
    struct MemberRule: BitwiseCopyable {
        /// The group in which names are looked up.
        var group: Int32
        /// Index of the first word of the set of slots that `properties` names.
        var ownSlots: Int32
        /// Index of the first pattern property.
        var patterns: Int32
        var patternCount: Int32
        /// The program of `additionalProperties`, -1 for none.
        var additional: Int32
    }

    /// A number to compare with.
    struct Bound: BitwiseCopyable {
        enum Relation: UInt8 {
            case minimum, maximum, exclusiveMinimum, exclusiveMaximum, divisor
        }

        var relation: Relation
        /// Whether `integer` is its exact value.
        var isInteger: Bool
        var integer: Int64
        /// The nearest.
        var double: Double
        var text: UnsafePointer<UInt8>
        var textCount: Int
    }
}
