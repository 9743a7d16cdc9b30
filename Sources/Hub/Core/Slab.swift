/// Values at small stable indices; a place that was given up is used again under another generation.
struct Slab<Value> {
    /// Where a value stands, as long as it does.
    struct Key: Hashable, Sendable {
        let index: Int32
        let generation: UInt32
    }

    private struct Place {
        var generation: UInt32
        var value: Value?
    }

    private var places: [Place] = []
    private var free: [Int32] = []

    /// How many values there are.
    var count: Int { places.count - free.count }

    /// Takes a value in.
    mutating func insert(_ value: Value) -> Key {
        if let index = free.popLast() {
            places[Int(index)].value = value
            return Key(index: index, generation: places[Int(index)].generation)
        }
        places.append(Place(generation: 0, value: value))
        return Key(index: Int32(places.count - 1), generation: 0)
    }

    /// Gives a value up; its key means nothing from then on.
    @discardableResult
    mutating func remove(_ key: Key) -> Value? {
        guard contains(key) else { return nil }
        let value = places[Int(key.index)].value
        places[Int(key.index)].value = nil
        places[Int(key.index)].generation &+= 1
        free.append(key.index)
        return value
    }

    /// Whether the key still means something.
    func contains(_ key: Key) -> Bool {
        Int(key.index) < places.count && places[Int(key.index)].generation == key.generation
            && places[Int(key.index)].value != nil
    }

    /// The value of a key; assigning to it changes the value in place. Setting nil removes.
    subscript(key: Key) -> Value? {
        _read {
            if Int(key.index) < places.count, places[Int(key.index)].generation == key.generation {
                yield places[Int(key.index)].value
            } else {
                yield nil
            }
        }
        _modify {
            precondition(contains(key), "a value that is gone was to be changed")
            yield &places[Int(key.index)].value
        }
    }

    /// The keys of all values, in the order of their indices.
    var keys: [Key] {
        places.indices.compactMap {
            places[$0].value == nil ? nil : Key(index: Int32($0), generation: places[$0].generation)
        }
    }
}
