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
struct AlertFieldTable: Sendable {
    private static let slotCount = 256

    // Hash in the upper 56 bits, field plus one in the lower 8; 0 is free.
    private let slots: [UInt64]

    init() {
        var slots = [UInt64](repeating: 0, count: Self.slotCount)
        for field in AlertField.allCases {
            let hash = JSONKey(field.name).hash
            var slot = Int(truncatingIfNeeded: hash) & (Self.slotCount - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (Self.slotCount - 1) }
            slots[slot] = hash << 8 | UInt64(field.rawValue + 1)
        }
        self.slots = slots
    }

    /// The field, as its raw value, of the member name at a node; nil where no check looks at it.
    func field(_ tape: JSONTape, _ name: Int) -> UInt8? {
        let hash = tape.nodes[name].payload & JSONTapeNode.hashMask
        var slot = Int(truncatingIfNeeded: hash) & (Self.slotCount &- 1)
        while slots[slot] != 0 {
            if slots[slot] >> 8 == hash { return UInt8(truncatingIfNeeded: slots[slot]) &- 1 }
            slot = (slot &+ 1) & (Self.slotCount &- 1)
        }
        return nil
    }
}

/// Where the members of one object stand on the tape: at most one node for each field.
struct AlertMembers: ~Copyable {
    // Index of the value's node; 0, which is the root and nobody's member, where the member is absent.
    private var nodes: InlineArray<48, Int32> = InlineArray(repeating: 0)

    /// Locates the members of the object at a node. For anything but an object all are absent.
    init(of object: Int, in tape: JSONTape, by table: AlertFieldTable) {
        guard tape.kinds[object] == JSONKind.object.rawValue else { return }
        let end = tape.next(after: object)
        var name = object &+ 1
        while name < end {
            if let field = table.field(tape, name) {
                nodes[Int(field)] = Int32(truncatingIfNeeded: name &+ 1)
            }
            name = tape.next(after: name &+ 1)
        }
    }

    /// The node of a member's value, nil where it is absent.
    subscript(field: AlertField) -> Int? {
        let node = nodes[Int(field.rawValue)]
        return node == 0 ? nil : Int(node)
    }
}
