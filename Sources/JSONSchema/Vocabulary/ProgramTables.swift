/// What instructions refer to by index.
enum ProgramTables {
    /// Text prepared for comparison: strings of up to 16 bytes by two words and the length.
    struct Text: BitwiseCopyable {
        var low: UInt64
        var high: UInt64
        /// The text, followed by at least 16 zero bytes.
        var bytes: UnsafePointer<UInt8>
        var count: Int

        @inline(__always)
        func equals(low: UInt64, high: UInt64, _ other: UnsafePointer<UInt8>, count otherCount: Int) -> Bool {
            guard self.low == low, self.high == high, count == otherCount else { return false }
            return count <= 16 || middleEquals(other)
        }

        @inline(never)
        private func middleEquals(_ other: UnsafePointer<UInt8>) -> Bool {
            var at = 8
            while at < count &- 8 {
                if bytes[at] != other[at] { return false }
                at &+= 1
            }
            return true
        }

        /// The first and the last eight bytes; for short texts all of them and zeros.
        @inline(__always)
        static func words(_ bytes: UnsafePointer<UInt8>, count: Int) -> (low: UInt64, high: UInt64) {
            let low = UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
            if count > 8 {
                return (low, UnsafeRawPointer(bytes + (count &- 8)).loadUnaligned(as: UInt64.self))
            }
            return (count == 8 ? low : low & ((1 &<< UInt64(truncatingIfNeeded: count &* 8)) &- 1), 0)
        }
    }

    /// An entry of a hash table of names.
    struct Name: BitwiseCopyable {
        var text: Text
        /// -1 where the entry is free.
        var slot: Int32
    }

    /// The names that the schemas of one object mention.
    struct NameGroup: BitwiseCopyable {
        /// Index of the first entry.
        var table: Int32
        /// The table's size less one.
        var mask: UInt64
        /// How many slots there are.
        var count: Int32
    }

    /// Slots from here on have no bit in the mask of slots seen; the bit of this number stands for any other name.
    static let slotBitsMax = 63

    struct Property: BitwiseCopyable {
        var slot: Int32
        /// -1 where any value will do.
        var program: Int32
        /// Whether the program has scalar instructions only.
        var isScalar = false
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
