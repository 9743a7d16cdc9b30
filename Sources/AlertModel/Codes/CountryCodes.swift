internal import FoundationEssentials
internal import JSONDocument

/// The countries of ISO 3166-1, by their codes of two letters, and `XK`.
///
/// The list comes from Debian's package `iso-codes`, so that it is updated with the system. `XK` is user-assigned; it
/// stands for Kosovo, a member of the World Customs Organization, and is added.
public struct CountryCodes: Sendable {
    /// Where `iso-codes` installs the list.
    public static let systemPath = "/usr/share/iso-codes/json/iso_3166-1.json"

    private static let additions = ["XK"]
    private static let bytesMax = 1 << 20

    // One bit for each pair of letters: 26 times 26.
    private var bits: InlineArray<11, UInt64> = InlineArray(repeating: 0)
    /// The number of codes, additions included.
    public private(set) var count = 0

    /// Reads the list at a path; the error says what to install where it is missing.
    public init(path: String = CountryCodes.systemPath) throws(CodeListError) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CodeListError(
                source: path, reason: "the list of countries is missing; install the Debian package iso-codes")
        }
        try self.init(json: Array(data), source: path)
    }

    /// Takes over a list in the form of `iso-codes`: `{"3166-1": [{"alpha_2": "GT", …}]}`.
    public init(json: [UInt8], source: String) throws(CodeListError) {
        var document = JSONDocument(limits: JSONLimits(bytesMax: Self.bytesMax))
        do throws(JSONSyntaxError) {
            try document.parse(json)
        } catch {
            throw CodeListError(source: source, line: error.position.line, reason: error.message)
        }
        guard let list = document.root["3166-1"], list.kind == .array else {
            throw CodeListError(source: source, reason: "a member \"3166-1\" with the countries is expected")
        }
        for entry in list.elements {
            guard let code = entry["alpha_2"]?.string, insert(code) else {
                throw CodeListError(
                    source: source, line: entry.position.line,
                    reason: "a country needs a member \"alpha_2\" of two capital letters")
            }
        }
        guard count > 0 else { throw CodeListError(source: source, reason: "the list holds no countries") }
        for code in Self.additions { _ = insert(code) }
    }

    private mutating func insert(_ code: String) -> Bool {
        let bytes = Array(code.utf8)
        guard bytes.count == 2, ASCII.isUpper(bytes[0]), ASCII.isUpper(bytes[1]) else { return false }
        let index = Self.index(bytes[0], bytes[1])
        if bits[index >> 6] & (1 << UInt64(index & 63)) == 0 { count += 1 }
        bits[index >> 6] |= 1 << UInt64(index & 63)
        return true
    }

    @inline(__always)
    private static func index(_ first: UInt8, _ second: UInt8) -> Int {
        Int(first &- 0x41) &* 26 &+ Int(second &- 0x41)
    }

    /// Judges two bytes of a code.
    public func check(_ first: UInt8, _ second: UInt8) -> CodeVerdict {
        guard ASCII.isUpper(first), ASCII.isUpper(second) else { return .wrongShape }
        let index = Self.index(first, second)
        return bits[index >> 6] & (1 << UInt64(index & 63)) != 0 ? .valid : .notListed
    }

    /// Judges a code.
    public func check(_ text: UnsafeRawBufferPointer) -> CodeVerdict {
        text.count == 2 ? check(text[0], text[1]) : .wrongShape
    }

    /// Whether a code is in the list.
    public func contains(_ code: some StringProtocol) -> Bool {
        let bytes = Array(code.utf8)
        return bytes.count == 2 && check(bytes[0], bytes[1]) == .valid
    }

    /// All codes in the order of the alphabet.
    public var all: [String] {
        let letters = UInt8(ascii: "A")...UInt8(ascii: "Z")
        return letters.flatMap { first in
            letters.compactMap { second in
                check(first, second) == .valid ? String(decoding: [first, second], as: UTF8.self) : nil
            }
        }
    }
}
