import ExchangeProtocol
import Testing

@Suite("The error registry")
struct ErrorRegistryTests {
    @Test("has one line for every code, in the order of the numbers")
    func complete() {
        #expect(ProtocolErrorCode.registry.map(\.code) == ProtocolErrorCode.allCases)
        let numbers = ProtocolErrorCode.registry.map(\.code.rawValue)
        #expect(numbers == numbers.sorted())
    }

    @Test("finds a code by its name", arguments: ProtocolErrorCode.allCases)
    func names(code: ProtocolErrorCode) {
        #expect(ProtocolErrorCode(name: code.name) == code)
        #expect(code.retry != .none)
        #expect(code.registration.meaning.hasSuffix("."))
        #expect(code.name.allSatisfy { $0 == "-" || ($0.isLowercase && $0.isASCII) })
    }

    @Test("knows no foreign name")
    func foreign() {
        #expect(ProtocolErrorCode(name: "no-such-code") == nil)
        #expect(ProtocolErrorCode(rawValue: 999) == nil)
    }
}
