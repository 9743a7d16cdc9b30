/// Documents made from others by small changes: a second way to find counter-examples, where logic does not decide.
struct SampleVariations {
    private static let documentsMax = 3_000
    private static let textsMax = 40

    /// Strings to put in.
    let texts: [ExactText]

    /// The seeds, then what one change makes of each of them.
    func documents(_ seeds: [InstanceValue]) -> [InstanceValue] {
        var found = seeds
        for seed in seeds {
            var left = Self.documentsMax / max(seeds.count, 1)
            found += variations(of: seed, &left)
        }
        return found
    }

    /// Variations of a value, as many as are left.
    private func variations(of value: InstanceValue, _ left: inout Int) -> [InstanceValue] {
        var results: [InstanceValue] = []
        func add(_ values: [InstanceValue]) {
            let taken = values.prefix(max(left, 0))
            results += taken
            left -= taken.count
        }
        add(replacements)
        switch value {
        case .number(let number):
            let steps = [ExactDecimal(1), ExactDecimal(-1), ExactDecimal(5, exponent: -1)]
            add(steps.compactMap { number.adding($0) }.map { .number($0) })
        case .string(let text):
            add([.string(ExactText(text.string + "x")), .string(ExactText(String(text.string.dropLast())))])
            add(texts.prefix(Self.textsMax).map { .string($0) })
        case .array(let elements):
            if let first = elements.first { add([.array(elements + [first])]) }
            for (index, element) in elements.enumerated() where left > 0 {
                var changed = elements
                changed.remove(at: index)
                add([.array(changed)])
                for variation in variations(of: element, &left) {
                    changed = elements
                    changed[index] = variation
                    results.append(.array(changed))
                }
            }
        case .object(let members):
            add(replacements.map { .object(members.merging(["x": $0]) { $1 }) })
            for (name, member) in members.sorted(by: { $0.key < $1.key }) where left > 0 {
                var changed = members
                changed[name] = nil
                add([.object(changed)])
                for variation in variations(of: member, &left) {
                    changed[name] = variation
                    results.append(.object(changed))
                }
            }
        default: break
        }
        return results
    }

    private var replacements: [InstanceValue] {
        [
            .null, .boolean(true), .boolean(false), .number(.zero), .number(ExactDecimal(-1)),
            .number(ExactDecimal(15, exponent: -1)), .number(ExactDecimal(1, exponent: 9)), .string(""), .string("x"),
            .string(ExactText(String(repeating: "x", count: 300))), .array([]), .object([:]),
        ]
    }
}
