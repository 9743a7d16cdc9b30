import Synchronization
import Testing

@testable import Trust

@Suite("Tickets")
struct TicketOfficeTests {
    private let key = TransportKeyPair.generate().publicKey
    private let other = TransportKeyPair.generate().publicKey

    private func office(
        _ keys: [PrincipalKey]? = nil, isDisabled: Bool = false, limits: TicketOffice.Limits = .init()
    ) throws -> TicketOffice {
        let first = try entry(
            "GT/desk-1", isDisabled: isDisabled, keys: keys ?? [PrincipalKey(publicKey: key)])
        return TicketOffice(directory: try directory([first, entry("HN/desk-1")]), limits: limits)
    }

    private func ticket(_ decision: TicketDecision) throws -> Ticket {
        guard case .issued(let ticket, _) = decision else {
            Issue.record("refused: \(decision)")
            throw DirectoryError("refused")
        }
        return ticket
    }

    @Test("a listed key gets a fresh ticket each time, and the ticket says whose it is")
    func issuing() throws {
        let office = try office()
        let first = try ticket(office.issue(to: key, from: "192.0.2.7", at: 5))
        let second = try ticket(office.issue(to: key, from: "192.0.2.7", at: 6))
        #expect(first != second)
        #expect(first.text.utf8.count == Ticket.textCount)
        #expect(Ticket(first.text) == first)
        let holder = try #require(office.holder(of: first))
        #expect(holder.principal.description == "GT/desk-1")
        #expect(holder.key == key)
        #expect(holder.address == "192.0.2.7")
        #expect(holder.issued == 5)
        #expect(!holder.isGreeted)
        #expect(office.count == 2)
        #expect(office.listing.map(\.ticket) == [first, second])
    }

    @Test("unknown, expired, early and disabled keys are refused, each with its reason")
    func refusals() throws {
        #expect(try office().issue(to: other, from: "", at: 5) == .refused(.unknownKey))
        let timed = try office([PrincipalKey(publicKey: key, notBefore: 100, notAfter: 200)])
        #expect(timed.issue(to: key, from: "", at: 99) == .refused(.earlyKey))
        #expect(try timed.holder(of: ticket(timed.issue(to: key, from: "", at: 100))) != nil)
        #expect(timed.issue(to: key, from: "", at: 200) == .refused(.expiredKey))
        #expect(try office(isDisabled: true).issue(to: key, from: "", at: 5) == .refused(.disabledPrincipal))
        #expect(Set(KeyRefusal.allCases.map(\.description)).count == KeyRefusal.allCases.count)
    }

    @Test("forged and mangled tickets are nobody's")
    func forged() throws {
        let office = try office()
        let good = try ticket(office.issue(to: key, from: "", at: 5))
        let guess = try #require(Ticket(String(repeating: "0", count: 32)))
        #expect(office.holder(of: guess) == nil)
        #expect(office.greet(guess, at: 6) == nil)
        let text = good.text
        let mangled = [
            "", String(text.dropLast()), text + "0", " " + text.dropFirst(), "g" + text.dropFirst(),
            text + "\0", String(repeating: "é", count: 16), "0x" + text.dropFirst(2), "+" + text.dropFirst(),
        ]
        for text in mangled { #expect(Ticket(text) == nil) }
        #expect(Ticket(String(repeating: "A", count: 32)) == nil, "uppercase would be a second spelling")
        var neighbours = 0
        for index in 0..<32 {
            var characters = Array(text)
            characters[index] = characters[index] == "0" ? "1" : "0"
            if let ticket = Ticket(String(characters)), office.holder(of: ticket) != nil { neighbours += 1 }
        }
        #expect(neighbours == 0)
    }

    @Test("a ticket whose connection never says HELLO ends, one that did stays")
    func helloInTime() throws {
        let office = try office()
        let silent = try ticket(office.issue(to: key, from: "", at: 0))
        let greeted = try ticket(office.issue(to: key, from: "", at: 0))
        #expect(office.greet(greeted, at: 10)?.isGreeted == true)
        #expect(office.expire(at: 29_999).isEmpty)
        #expect(office.expire(at: 30_000) == [silent])
        #expect(office.holder(of: silent) == nil)
        #expect(office.holder(of: greeted)?.isGreeted == true)
        let late = try ticket(office.issue(to: key, from: "", at: 40_000))
        #expect(office.greet(late, at: 70_000) == nil, "too late, even before anybody cleaned up")
        #expect(office.holder(of: late) == nil)
    }

    @Test("a key whose time ends loses its tickets at the next round")
    func endOfKey() throws {
        let office = try office([PrincipalKey(publicKey: key, notAfter: 1000)])
        let ticket = try ticket(office.issue(to: key, from: "", at: 0))
        #expect(office.greet(ticket, at: 1) != nil)
        #expect(office.expire(at: 999).isEmpty)
        #expect(office.expire(at: 1000) == [ticket])
    }

    @Test("a revoked key loses its tickets and gets no other until a directory without it was adopted")
    func revokedKey() throws {
        let spare = TransportKeyPair.generate().publicKey
        let office = try office([PrincipalKey(publicKey: key), PrincipalKey(publicKey: spare)])
        let first = try ticket(office.issue(to: key, from: "", at: 0))
        let kept = try ticket(office.issue(to: spare, from: "", at: 0))
        #expect(office.revoke(key: key) == [first])
        #expect(office.holder(of: first) == nil)
        #expect(office.holder(of: kept) != nil)
        #expect(office.issue(to: key, from: "", at: 1) == .refused(.revokedKey))
        let same = try directory(
            [entry("GT/desk-1", keys: [PrincipalKey(publicKey: key), PrincipalKey(publicKey: spare)])], revision: 2)
        #expect(office.adopt(same, at: 2).isEmpty)
        #expect(office.issue(to: key, from: "", at: 2) == .refused(.revokedKey), "the same file does not undo it")
        let without = try directory([entry("GT/desk-1", keys: [PrincipalKey(publicKey: spare)])], revision: 3)
        #expect(office.adopt(without, at: 3).isEmpty)
        #expect(office.issue(to: key, from: "", at: 3) == .refused(.unknownKey))
        #expect(office.revoke(key: other).isEmpty)
    }

    @Test("revoking a principal takes all its tickets and no other's")
    func revokedPrincipal() throws {
        let pair = [PrincipalKey(publicKey: other)]
        let both = try directory([
            entry("GT/desk-1", keys: [PrincipalKey(publicKey: key)]), entry("GT/desk-2", keys: pair),
        ])
        let office = TicketOffice(directory: both)
        let mine = try (0..<3).map { _ in try ticket(office.issue(to: key, from: "", at: 0)) }
        let theirs = try ticket(office.issue(to: other, from: "", at: 0))
        #expect(Set(office.revoke(principal: try principalName("GT/desk-1"))) == Set(mine))
        #expect(office.issue(to: key, from: "", at: 0) == .refused(.revokedKey))
        #expect(office.holder(of: theirs) != nil)
        #expect(office.revoke(theirs))
        #expect(!office.revoke(theirs))
        #expect(office.count == 0)
    }

    @Test("a new directory takes back tickets of keys that are gone, disabled or another's")
    func adoption() throws {
        let office = try office()
        let first = try ticket(office.issue(to: key, from: "", at: 0))
        let moved = try directory([entry("HN/desk-9", keys: [PrincipalKey(publicKey: key)])], revision: 2)
        #expect(office.adopt(moved, at: 1) == [first])
        let second = try ticket(office.issue(to: key, from: "", at: 1))
        #expect(office.holder(of: second)?.principal.description == "HN/desk-9")
        let disabled = try directory(
            [entry("HN/desk-9", isDisabled: true, keys: [PrincipalKey(publicKey: key)])], revision: 3)
        #expect(office.adopt(disabled, at: 2) == [second])
    }

    @Test("tickets are bounded for each principal and in all, and overdue ones make room")
    func bounds() throws {
        var limits = TicketOffice.Limits()
        limits.ticketsMax = 5
        limits.ticketsPerPrincipalMax = 3
        let both = try directory([
            entry("GT/a", keys: [PrincipalKey(publicKey: key)]), entry("HN/a", keys: [PrincipalKey(publicKey: other)]),
        ])
        let office = TicketOffice(directory: both, limits: limits)
        for _ in 0..<3 { _ = try ticket(office.issue(to: key, from: "", at: 0)) }
        #expect(office.issue(to: key, from: "", at: 1) == .refused(.tooManyTicketsOfPrincipal))
        for _ in 0..<2 { _ = try ticket(office.issue(to: other, from: "", at: 1)) }
        #expect(office.issue(to: other, from: "", at: 1) == .refused(.tooManyTickets))
        #expect(office.count == 5)
        let late = try ticket(office.issue(to: key, from: "", at: 30_000))
        #expect(office.holder(of: late) != nil)
        #expect(office.count == 3, "the three overdue ones of the principal went")
        office.giveBack(late)
        #expect(office.count == 2)
    }

    @Test("an address is cut to its bound")
    func longAddress() throws {
        let office = try office()
        let ticket = try ticket(office.issue(to: key, from: String(repeating: "ä", count: 500), at: 0))
        #expect(try #require(office.holder(of: ticket)).address.utf8.count <= 66)
    }

    @Test("a ticket does not show itself in a description or a dump")
    func hidden() throws {
        let office = try office()
        let decision = office.issue(to: key, from: "", at: 0)
        let ticket = try ticket(decision)
        var dumped = ""
        dump(decision, to: &dumped)
        for text in ["\(ticket)", String(reflecting: ticket), "\(decision)", dumped] {
            #expect(!text.contains(ticket.text))
            #expect(!text.contains(String(ticket.bits)))
        }
    }

    @Test("issuing, reading and revoking from many tasks at once keeps the books")
    func concurrency() async throws {
        let office = try office(
            limits: {
                var limits = TicketOffice.Limits()
                limits.ticketsPerPrincipalMax = 4096
                return limits
            }())
        let key = key
        let issued = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var kept = 0
                    for round in 0..<200 {
                        guard case .issued(let ticket, _) = office.issue(to: key, from: "", at: 0) else { continue }
                        guard office.greet(ticket, at: 1)?.key == key else { continue }
                        if round % 2 == 0 { office.giveBack(ticket) } else { kept += 1 }
                    }
                    return kept
                }
            }
            return await group.reduce(0, +)
        }
        #expect(issued == 800)
        #expect(office.count == 800)
        #expect(office.revoke(key: key).count == 800)
        #expect(office.count == 0)
    }
}
