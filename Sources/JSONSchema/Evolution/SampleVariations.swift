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
            for variation in variations(of: seed) {
                guard found.count < Self.documentsMax else { return found }
                found.append(variation)
            }
        }
        return found
    }

    private func variations(of value: InstanceValue) -> [InstanceValue] {
        var results = replacements
        switch value {
        case .number(let number):
            for step in [1, -1].map({ ExactDecimal($0) }) + [ExactDecimal(5, exponent: -1)] {
                if let moved = number.adding(step) { results.append(.number(moved)) }
            }
        case .string(let text):
            results.append(.string(ExactText(text.string + "x")))
            results.append(.string(ExactText(String(text.string.dropLast()))))
            results += texts.prefix(Self.textsMax).map { .string($0) }
        case .array(let elements):
            if let first = elements.first { results.append(.array(elements + [first])) }
            for (index, element) in elements.enumerated() {
                var fewer = elements
                fewer.remove(at: index)
                results.append(.array(fewer))
                for variation in variations(of: element) {
                    var changed = elements
                    changed[index] = variation
                    results.append(.array(changed))
                }
            }
        case .object(let members):
            for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                var fewer = members
                fewer[name] = nil
                results.append(.object(fewer))
                for variation in variations(of: member) {
                    var changed = members
                    changed[name] = variation
                    results.append(.object(changed))
                }
            }
            for addition in replacements {
                var more = members
                more["x"] = addition
                results.append(.object(more))
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
