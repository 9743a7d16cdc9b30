internal import JSONDocument

/// The members of alerts that the checks look at, wherever in an alert they stand.
enum AlertField: UInt8, CaseIterable {
    case id, schema, kind, origin, sent, messageType, status, references, effective, expires, reviewBy, tlp, recipients
    case date, goods, conveyance, place, route, ucr, `operator`, partners, deadline, expectedFrom, expectedUntil
    case validFrom, validUntil, category, hs, value, currency, countryOfOrigin, locode, country, departure, transit
    case destination, vessel, vehicle, containers, airWaybill, imo, companyImo, flag, number, vin, asObserved, tin

    var name: String { "\(self)" }
}

/// Finds the field of a member's name by the hash on the tape.
///
/// Names are told apart by 56 bits of a hash seeded in each process: nobody can prepare a name that collides.
struct AlertFieldTable: @unchecked Sendable {
    // Unchecked: nobody writes what the pointers lead to once the table is made.

    private static let slotCount = 1_024
    /// The one table of the process, which lives as long: it may be read by plain pointers.
    static let shared = AlertFieldTable()

    // Hash in the upper 56 bits, field plus one in the lower 8; 0 is free. Each hash in the place that its bits from
    // `shift` on name, so that one look is enough.
    private let slots: UnsafeMutablePointer<UInt64>
    private let shift: UInt64
    /// The hashes by field.
    private let hashes: UnsafeMutablePointer<UInt64>

    private init() {
        slots = .allocate(capacity: Self.slotCount)
        hashes = .allocate(capacity: AlertField.allCases.count)
        for field in AlertField.allCases { hashes[Int(field.rawValue)] = JSONKey(field.name).hash }
        shift = Self.fill(slots, hashes)
    }

    /// Puts every hash into a place of its own, and answers the shift by which that works. Each of the shifts does with
    /// about one chance in three.
    private static func fill(_ slots: UnsafeMutablePointer<UInt64>, _ hashes: UnsafeMutablePointer<UInt64>) -> UInt64 {
        for shift in 0..<UInt64(46) {
            slots.initialize(repeating: 0, count: slotCount)
            let isDone = AlertField.allCases.allSatisfy { field in
                let hash = hashes[Int(field.rawValue)]
                let slot = slots + (Int(truncatingIfNeeded: hash >> shift) & (slotCount - 1))
                guard slot.pointee == 0 else { return false }
                slot.pointee = hash << 8 | UInt64(field.rawValue + 1)
                return true
            }
            if isDone { return shift }
        }
        preconditionFailure("the hashes of member names are no hashes")
    }

    /// The field, as its raw value plus one, of the member name at a node; 0 where no check looks at it.
    @inline(__always)
    func field(_ tape: JSONTape, _ name: Int) -> Int {
        let hash = tape.nodes[name].payload & JSONTapeNode.hashMask
        let entry = slots[Int(truncatingIfNeeded: hash &>> shift) & (Self.slotCount &- 1)]
        return entry >> 8 == hash ? Int(truncatingIfNeeded: entry & 0xFF) : 0
    }

    /// The hash of a field's name.
    @inline(__always)
    func hash(of field: AlertField) -> UInt64 { hashes[Int(field.rawValue)] }
}

/// Where the members of an alert itself stand on the tape: at most one node for each field. Keeps the memory that takes.
struct AlertMembers: ~Copyable {
    private static let capacity = 64

    // Index of the value's node, by field plus one; the first takes what is no field. 0, which is the root and nobody's
    // member, where the member is absent.
    private let nodes: UnsafeMutablePointer<Int32>

    init() { nodes = .allocate(capacity: Self.capacity) }

    deinit { nodes.deallocate() }

    /// Locates the members of the root. For anything but an object all are absent. Valid until others are located.
    @inline(__always)
    func locate(in tape: JSONTape, by table: AlertFieldTable) -> Located {
        nodes.update(repeating: 0, count: Self.capacity)
        guard tape.kinds[0] == JSONKind.object.rawValue else { return Located(nodes: nodes) }
        let end = tape.next(after: 0)
        var name = 1
        while name < end {
            nodes[table.field(tape, name)] = Int32(truncatingIfNeeded: name &+ 1)
            name = tape.next(after: name &+ 1)
        }
        return Located(nodes: nodes)
    }

    struct Located {
        fileprivate let nodes: UnsafePointer<Int32>

        fileprivate init(nodes: UnsafeMutablePointer<Int32>) { self.nodes = UnsafePointer(nodes) }

        /// The node of a member's value, nil where it is absent.
        @inline(__always)
        subscript(field: AlertField) -> Int? {
            let node = nodes[Int(field.rawValue) &+ 1]
            return node == 0 ? nil : Int(node)
        }
    }
}

/// The members of an object within an alert. They are looked for one by one, as few fields of a small object are asked
/// for.
struct ObjectMembers {
    private let tape: JSONTape
    private let table: AlertFieldTable
    private let range: Range<Int>

    /// The members of the object at a node. For anything but an object there are none.
    @inline(__always)
    init(of object: Int, in tape: JSONTape, by table: AlertFieldTable) {
        (self.tape, self.table) = (tape, table)
        let isObject = tape.kinds[object] == JSONKind.object.rawValue
        range = isObject ? (object &+ 1)..<tape.next(after: object) : 0..<0
    }

    /// The node of a member's value, nil where it is absent.
    subscript(field: AlertField) -> Int? {
        let wanted = table.hash(of: field)
        var name = range.lowerBound
        while name < range.upperBound {
            if tape.nodes[name].payload & JSONTapeNode.hashMask == wanted { return name &+ 1 }
            name = tape.next(after: name &+ 1)
        }
        return nil
    }
}
