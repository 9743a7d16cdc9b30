internal import AlertSchemas
internal import JSONDocument

/// A category of goods: `chapter.group` of the category tree.
public struct Category: Sendable {
    typealias Packed = PackedText<6>

    /// Chapter and group of an alert without goods, packed.
    static let withoutCategory: Packed = packed(chapter: "general", group: "none") ?? Packed()

    /// Longest chapter in bytes.
    public static let chapterBytesMax = 16
    /// Longest group in bytes.
    public static let groupBytesMax = 32

    /// The chapter's name in topics.
    public let chapter: String
    /// The group's name in topics.
    public let group: String
    /// Title for people.
    public let title: String
    /// Names under which other systems report the goods.
    public let terms: [String]
    let packed: Packed

    /// `chapter.group`.
    public var name: String { "\(chapter).\(group)" }

    /// Two words of chapter, four of group; nil where the shape is wrong.
    static func packed(chapter: String, group: String) -> Packed? {
        let text = Array("\(chapter).\(group)".utf8)
        return text.withUnsafeBytes { packed($0) }
    }

    /// Packs the bytes of `chapter.group`, nil where the shape is wrong.
    static func packed(_ text: UnsafeRawBufferPointer) -> Packed? {
        guard let dot = dot(in: text) else { return nil }
        var packed = Packed()
        packed.write(UnsafeRawBufferPointer(rebasing: text[..<dot]), atWord: 0)
        packed.write(UnsafeRawBufferPointer(rebasing: text[(dot + 1)...]), atWord: 2)
        return packed
    }

    /// Whether bytes have the shape of a category: two words of small letters, digits and hyphens, with a dot between.
    public static func hasShape(_ text: UnsafeRawBufferPointer) -> Bool { dot(in: text) != nil }

    private static func dot(in text: UnsafeRawBufferPointer) -> Int? {
        guard text.count <= chapterBytesMax + 1 + groupBytesMax else { return nil }
        var dot: Int?
        for index in 0..<text.count {
            let byte = text[index]
            if ASCII.isLowerOrDigit(byte) || byte == UInt8(ascii: "-") { continue }
            guard byte == UInt8(ascii: "."), dot == nil else { return nil }
            dot = index
        }
        guard let dot, 1...chapterBytesMax ~= dot, 1...groupBytesMax ~= text.count - dot - 1 else { return nil }
        return dot
    }
}

/// The tree of categories: chapters, and the groups of each.
public struct CategoryTree: Sendable {
    /// A chapter.
    public struct Chapter: Sendable {
        /// The chapter's name in topics.
        public let name: String
        /// Title for people.
        public let title: String
        /// The categories of the chapter in the order of the file; one of them has the group `other`.
        public let categories: [Category]
    }

    /// The chapters in the order of the file.
    public let chapters: [Chapter]
    /// All categories in the order of the file.
    public let all: [Category]

    // Open addressing over packed names: places in `all`, plus one; 0 is free.
    private let slots: [UInt16]
    let packed: [Category.Packed]
    private let terms: [String: Int]

    private static let file = "codelists/categories.json"
    private static let slotCount = 1024
    private static let categoriesMax = 512

    /// Reads the embedded tree.
    public init() throws(CodeListError) {
        try self.init(json: AlertSchemas.bytes(of: Self.file) ?? [], source: Self.file)
    }

    /// Reads a tree in the form of `schemas/codelists/categories.json`.
    public init(json: [UInt8], source: String) throws(CodeListError) {
        var document = JSONDocument(limits: JSONLimits(bytesMax: 1 << 20))
        do throws(JSONSyntaxError) {
            try document.parse(json)
        } catch {
            throw CodeListError(source: source, line: error.position.line, reason: error.message)
        }
        var chapters: [Chapter] = []
        if let list = document.root["chapters"] {
            for node in list.elements { chapters.append(try Self.chapter(node, source: source)) }
        }
        let all = chapters.flatMap(\.categories)
        guard !all.isEmpty, all.count <= Self.categoriesMax else {
            throw CodeListError(source: source, reason: "between 1 and \(Self.categoriesMax) categories are expected")
        }
        var slots = [UInt16](repeating: 0, count: Self.slotCount)
        var terms: [String: Int] = [:]
        for (index, category) in all.enumerated() {
            var slot = Self.slot(of: category.packed)
            while slots[slot] != 0 {
                guard all[Int(slots[slot]) - 1].packed != category.packed else {
                    throw CodeListError(source: source, reason: "the category \(category.name) is given twice")
                }
                slot = (slot + 1) % Self.slotCount
            }
            slots[slot] = UInt16(index + 1)
            for term in category.terms { terms[term.lowercased()] = index }
        }
        (self.chapters, self.all, self.slots, self.terms) = (chapters, all, slots, terms)
        packed = all.map(\.packed)
    }

    private static func chapter(_ node: JSONNode, source: String) throws(CodeListError) -> Chapter {
        let line = node.position.line
        guard let name = node["id"]?.string, let title = node["title"]?.string, let groups = node["groups"] else {
            throw CodeListError(source: source, line: line, reason: "a chapter needs id, title and groups")
        }
        var categories: [Category] = []
        for group in groups.elements {
            guard let id = group["id"]?.string, let title = group["title"]?.string,
                let packed = Category.packed(chapter: name, group: id)
            else {
                throw CodeListError(
                    source: source, line: group.position.line,
                    reason: "a group needs a title and an id of small letters, digits and hyphens")
            }
            let terms = group["terms"]?.elements.compactMap(\.string) ?? []
            categories.append(Category(chapter: name, group: id, title: title, terms: terms, packed: packed))
        }
        guard categories.contains(where: { $0.group == "other" }) else {
            throw CodeListError(source: source, line: line, reason: "the chapter \(name) needs a group other")
        }
        return Chapter(name: name, title: title, categories: categories)
    }

    private static func slot(of packed: Category.Packed) -> Int {
        var hash: UInt64 = 0
        for index in 0..<6 { hash = (hash ^ packed.words[index]) &* 0x9E37_79B9_7F4A_7C15 }
        return Int(truncatingIfNeeded: hash >> 54)
    }

    /// The place in `all` of a packed category, nil where it is none.
    func index(of name: Category.Packed) -> Int? {
        var slot = Self.slot(of: name)
        while slots[slot] != 0 {
            let index = Int(slots[slot]) &- 1
            if packed[index] == name { return index }
            slot = (slot &+ 1) % Self.slotCount
        }
        return nil
    }

    /// The category of a name such as `drugs.cocaine`, nil where there is none.
    public subscript(name: some StringProtocol) -> Category? {
        let bytes = Array(name.utf8)
        guard let packed = bytes.withUnsafeBytes({ Category.packed($0) }) else { return nil }
        return index(of: packed).map { all[$0] }
    }

    /// The category under whose terms a name of goods is listed, whatever the case; nil where it is listed nowhere.
    public func category(ofTerm term: some StringProtocol) -> Category? {
        terms[term.lowercased()].map { all[$0] }
    }
}
