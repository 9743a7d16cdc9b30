/// The form of a principal's name within its member: 1 to 32 of `a-z`, `0-9` and `-`, not beginning with `-`.
enum LowercaseName {
    static func parse(_ text: some StringProtocol) -> ShortText? {
        guard let first = text.utf8.first, first != UInt8(ascii: "-"), text.utf8.allSatisfy(isAllowed) else {
            return nil
        }
        return ShortText(text)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
