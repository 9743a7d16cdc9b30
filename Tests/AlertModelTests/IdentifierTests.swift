import Foundation
import TestSupport
import Testing

@testable import AlertModel

@Suite("Numbers with check digits")
struct IdentifierTests {
    @Test(
        "a container number is judged by ISO 6346",
        arguments: [
            ("CSQU3054383", CodeVerdict.valid),
            ("MSKU6011672", .valid),
            ("TEXU3070079", .valid),
            ("CSQU3054384", .wrongCheckDigit),
            ("CSQU3054338", .wrongCheckDigit),
            ("CSQX3054383", .wrongShape),
            ("csqu3054383", .wrongShape),
            ("CSQU305438", .wrongShape),
            ("CSQU30543833", .wrongShape),
            ("CSQU 305438", .wrongShape),
            ("CSQU305438É", .wrongShape),
            ("", .wrongShape),
        ])
    func container(number: String, verdict: CodeVerdict) {
        #expect(ContainerNumber.check(number) == verdict)
    }

    @Test("every container number has exactly one right check digit")
    func containerCheckDigits() {
        for serial in stride(from: 0, to: 1_000_000, by: 7_919) {
            let body = String(serial + 1_000_000).dropFirst()
            let valid = (0...9).filter { ContainerNumber.check("ZXVU\(body)\($0)") == .valid }
            #expect(valid.count == 1)
        }
    }

    @Test(
        "a ship number is judged by its weights",
        arguments: [
            ("9074729", CodeVerdict.valid), ("9343687", .valid), ("9074728", .wrongCheckDigit),
            ("9704729", .wrongCheckDigit), ("907472", .wrongShape), ("90747299", .wrongShape), ("907472A", .wrongShape),
            ("IMO9074", .wrongShape), ("", .wrongShape),
        ])
    func ship(number: String, verdict: CodeVerdict) {
        #expect(ShipNumber.check(number) == verdict)
    }

    @Test("all ships of a public register are valid", .enabled(if: SharedData.has(SharedData.vessels)))
    func registeredShips() throws {
        var rows = CSVRows(try SharedData.bytes(SharedData.vessels))
        let first = rows.next()
        let header = try #require(first)
        let column = try #require(header.firstIndex(of: "imo"))
        var count = 0
        while let row = rows.next() {
            #expect(ShipNumber.check(row[column]) == .valid, "line \(rows.line)")
            count += 1
        }
        #expect(count == 13_055)
    }

    @Test(
        "a company number is judged by its own weights",
        arguments: [
            ("2041999", CodeVerdict.valid), ("2041998", .wrongCheckDigit), ("2401999", .wrongCheckDigit),
            ("9074729", .wrongCheckDigit), ("204199", .wrongShape), ("204199X", .wrongShape),
        ])
    func company(number: String, verdict: CodeVerdict) {
        #expect(CompanyNumber.check(number) == verdict)
    }

    @Test(
        "an MMSI of a ship begins with 2 to 7",
        arguments: [
            ("352001234", CodeVerdict.valid), ("201000000", .valid), ("799999999", .valid), ("111222333", .wrongShape),
            ("970123456", .wrongShape), ("35200123", .wrongShape), ("3520012345", .wrongShape),
            ("35200123A", .wrongShape),
        ])
    func maritimeIdentity(number: String, verdict: CodeVerdict) {
        #expect(MaritimeMobileIdentity.check(number) == verdict)
    }

    @Test(
        "an air waybill is judged by its serial modulo 7",
        arguments: [
            ("729-12345675", CodeVerdict.valid), ("72912345675", .valid), ("020-00000000", .valid),
            ("020-00000011", .valid), ("729-12345676", .wrongCheckDigit), ("729-12345677", .wrongCheckDigit),
            ("729-1234567", .wrongShape), ("7291-2345675", .wrongShape), ("729 12345675", .wrongShape),
            ("72A-12345675", .wrongShape), ("", .wrongShape),
        ])
    func airWaybill(number: String, verdict: CodeVerdict) {
        #expect(AirWaybillNumber.check(number) == verdict)
    }

    @Test(
        "a VIN is judged by 49 CFR 565",
        arguments: [
            ("1M8GDM9AXKP042788", CodeVerdict.valid), ("1G4AH59H45G118341", .valid), ("11111111111111111", .valid),
            ("1M8GDM9A0KP042788", .wrongCheckDigit), ("WVWZZZ1JZXW000001", .wrongCheckDigit),
            ("1M8GDM9AXKP04278", .wrongShape), ("1M8GDM9AXKP0427888", .wrongShape), ("1M8GDM9AIKP042788", .wrongShape),
            ("1M8GDM9AOKP042788", .wrongShape), ("1M8GDM9AQKP042788", .wrongShape), ("1m8gdm9axkp042788", .wrongShape),
        ])
    func vehicle(number: String, verdict: CodeVerdict) {
        #expect(VehicleIdentificationNumber.check(number) == verdict)
    }

    @Test(
        "a VIN's check digit is compulsory in North America only",
        arguments: [
            ("1M8GDM9AXKP042788", true), ("3VWFE21C04M000001", true), ("5YJSA1E26HF000001", true),
            ("7SAYGDEE0PF000001", true), ("7A1ZZZ1JZXW000001", false), ("WVWZZZ1JZXW000001", false),
            ("JHMZE2H70AS000001", false), ("6T1BF3EK5CU000001", false), ("9BWZZZ377VT000001", false),
        ])
    func vehicleRegion(number: String, required: Bool) {
        var number = number
        let found = number.withUTF8 {
            VehicleIdentificationNumber.requiresCheckDigit(UnsafeRawBufferPointer($0))
        }
        #expect(found == required)
    }

    @Test(
        "a flight number has carrier, number and at most one letter behind it",
        arguments: [
            ("AV657", CodeVerdict.valid), ("3U8888", .valid), ("U21234", .valid), ("AVA0657", .valid), ("BA1A", .valid),
            ("DLH400A", .valid), ("B61", .valid), ("AV", .wrongShape), ("AV12345", .wrongShape), ("33123", .wrongShape),
            ("av657", .wrongShape), ("AV 657", .wrongShape), ("AV657AB", .wrongShape), ("", .wrongShape),
        ])
    func flight(number: String, verdict: CodeVerdict) {
        #expect(FlightNumber.check(number) == verdict)
    }

    @Test("no bytes make a check crash")
    func hostileBytes() {
        var random = SeededRandom(seed: 41)
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            bytes.withUnsafeBytes { text in
                for check in Self.checks { #expect(check(text) != .valid || text.count > 0) }
            }
        }
    }

    private static let checks: [@Sendable (UnsafeRawBufferPointer) -> CodeVerdict] = [
        { ContainerNumber.check($0) }, { ShipNumber.check($0) }, { CompanyNumber.check($0) },
        { MaritimeMobileIdentity.check($0) }, { AirWaybillNumber.check($0) }, { FlightNumber.check($0) },
        { VehicleIdentificationNumber.check($0) }, { HarmonizedCode.check($0) }, { LocationCode.check($0) },
        { ConsignmentReference.check($0) }, { TraderIdentification.check($0) }, { TransportMode.check($0) },
        { UnitOfMeasure.check($0) }, { CITESCode.checkPurpose($0) }, { CITESCode.checkAppendix($0) },
    ]
}

/// A generator whose numbers repeat in every run (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
