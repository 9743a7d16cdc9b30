import Testing

@testable import AlertModel

@Suite("Times")
struct InternetTimeTests {
    @Test(
        "a time of RFC 3339 is read to the millisecond",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-03-14T09:26:53Z", 1_773_480_413_000),
            ("2026-03-14T09:26:53.5Z", 1_773_480_413_500), ("2026-03-14T09:26:53.123999Z", 1_773_480_413_123),
            ("2026-03-14t03:26:53-06:00", 1_773_480_413_000), ("2026-03-14T14:56:53+05:30", 1_773_480_413_000),
            ("2000-02-29T00:00:00z", 951_782_400_000), ("1969-12-31T23:59:59Z", -1_000),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000), ("0001-01-01T00:00:00Z", -62_135_596_800_000),
            ("9999-12-31T23:59:59Z", 253_402_300_799_000),
        ])
    func read(text: String, milliseconds: Int64) {
        #expect(InternetTime.milliseconds(text) == milliseconds)
    }

    @Test(
        "anything else is no time",
        arguments: [
            "", "2026-03-14", "2026-03-14T09:26:53", "2026-03-14 09:26:53Z", "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-04-31T00:00:00Z",
            "2026-03-14T24:00:00Z", "2026-03-14T09:60:00Z", "2026-03-14T09:26:61Z", "2026-03-14T09:26:53.Z",
            "2026-03-14T09:26:53+5:30", "2026-03-14T09:26:53+24:00", "2026-03-14T09:26:53Z ", "2026-03-14T09:26:53.5",
            "+026-03-14T09:26:53Z", "2026-03-14T09:26:53*06:00", "1900-02-29T00:00:00Z", "2026-3-14T009:26:53Z",
        ])
    func refused(text: String) {
        #expect(InternetTime.milliseconds(text) == nil)
    }

    @Test("a wrong byte in any place is no time, and a digit is read where it stands")
    func everyByte() {
        let text = Array("2026-03-14T09:26:53+01:27".utf8)
        for place in text.indices {
            for byte in UInt8.min...UInt8.max where byte != text[place] {
                var changed = text
                changed[place] = byte
                let read = changed.withUnsafeBytes { InternetTime.milliseconds($0) }
                let isDigit = UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                let mayBe = isDigit && text[place] != byte || "+-tT:.Zz".utf8.contains(byte) && !(13...16 ~= place)
                if read != nil { #expect(mayBe, "\(String(decoding: changed, as: UTF8.self))") }
                if place < 4, isDigit { #expect(read != nil) }
            }
        }
    }

    @Test("what is written is read again")
    func roundTrip() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<2_000 {
            let milliseconds = Int64.random(in: -62_135_596_800_000...253_402_300_799_999, using: &random)
            #expect(InternetTime.milliseconds(InternetTime.text(milliseconds: milliseconds)) == milliseconds)
        }
        #expect(InternetTime.text(milliseconds: 1_773_480_413_000) == "2026-03-14T09:26:53Z")
        #expect(InternetTime.text(milliseconds: -1) == "1969-12-31T23:59:59.999Z")
    }
}
