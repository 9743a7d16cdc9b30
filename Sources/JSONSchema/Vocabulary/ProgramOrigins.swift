/// Where in the schemas the parts of a program come from that judge members and elements as they are met: what the
/// search for findings needs to say of a broken one which keyword it breaks.
struct ProgramOrigins {
    /// A schema, and the way to a keyword of it from the schema that the program was made of.
    struct Origin {
        let schema: Int
        let path: [String]
    }

    /// A schema that allows an object no members but some.
    struct Closure {
        let origin: Origin
        /// `additionalProperties` or `unevaluatedProperties`.
        let keyword: String
        /// The slots of the members allowed.
        let allowed: UInt64
        /// Their names, in order.
        let names: [String]
    }

    /// Some of what is numbered from 0.
    struct Table<Value> {
        private var values: [Value?] = []

        subscript(index: Int) -> Value? {
            get { index >= 0 && index < values.count ? values[index] : nil }
            set {
                while values.count <= index { values.append(nil) }
                values[index] = newValue
            }
        }
    }

    /// For names by their index: the schema of the member, and the way to it.
    var members = Table<Origin>()
    /// For checks by their index: the schema of the elements, and the way to it.
    var elements = Table<Origin>()
    /// For name groups by their index: the schemas that require members.
    var requirements = Table<[Origin]>()
    /// For name groups by their index.
    var closures = Table<[Closure]>()
}
