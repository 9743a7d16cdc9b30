import Synchronization

/// Issues tickets at the handshake and says later whose they are.
///
/// The ZAP thread issues, the hub reads: every method may be called from any thread, and none waits for anything but the
/// short moments in which another one runs. Times are milliseconds since 1970.
public final class TicketOffice: Sendable {
    /// The bounds that an office is held to.
    public struct Limits: Sendable, Equatable {
        /// The most tickets at a time.
        public var ticketsMax = 16_384
        /// The most tickets of one principal at a time, so that one with many reconnects does not lock out the others.
        public var ticketsPerPrincipalMax = 256
        /// How long a connection may take to say HELLO.
        public var helloMillisecondsMax: Int64 = 30_000
        /// The most bytes kept of an address.
        public var addressBytesMax = 64

        /// The usual limits.
        public init() {}
    }

    private struct State {
        var directory: Directory
        var holders: [Ticket: TicketHolder] = [:]
        var byPrincipal: [PrincipalName: Set<Ticket>] = [:]
        var revokedKeys: Set<TransportKey> = []
    }

    private let limits: Limits
    private let random: @Sendable () -> UInt128
    private let state: Mutex<State>

    /// An office for the keys of a directory.
    ///
    /// - Parameters:
    ///   - directory: Whose keys are accepted, until `adopt` gives another.
    ///   - limits: The bounds.
    ///   - random: Where tickets come from; the system's random numbers unless a simulation needs to repeat itself.
    public init(directory: Directory, limits: Limits = Limits(), random: (@Sendable () -> UInt128)? = nil) {
        self.limits = limits
        self.random = random ?? Sodium.random128
        state = Mutex(State(directory: directory))
    }

    /// Answers a handshake in which a peer has proved to hold a key.
    public func issue(to key: TransportKey, from address: String, at now: Int64) -> TicketDecision {
        state.withLock { state in
            switch state.directory.identify(key, at: now) {
            case .refused(let reason): return .refused(reason)
            case .accepted(let principal):
                if state.revokedKeys.contains(key) { return .refused(.revokedKey) }
                if let reason = makeRoom(for: principal.name, in: &state, at: now) { return .refused(reason) }
                let holder = TicketHolder(
                    principal: principal.name, key: key, address: shortened(address), issued: now, isGreeted: false)
                return .issued(insert(holder, into: &state), principal.name)
            }
        }
    }

    /// Who holds a ticket; nil where it was never issued, was revoked or given back.
    public func holder(of ticket: Ticket) -> TicketHolder? { state.withLock { $0.holders[ticket] } }

    /// Notes that the connection has said HELLO, so that its ticket lasts. Nil where the ticket is not good.
    public func greet(_ ticket: Ticket, at now: Int64) -> TicketHolder? {
        state.withLock { state in
            guard var holder = state.holders[ticket] else { return nil }
            guard holder.isGreeted || !isOverdue(holder, at: now) else {
                Self.remove(ticket, from: &state)
                return nil
            }
            holder.isGreeted = true
            state.holders[ticket] = holder
            return holder
        }
    }

    /// Gives a ticket back, when its connection is gone.
    public func giveBack(_ ticket: Ticket) { state.withLock { _ = Self.remove(ticket, from: &$0) } }

    /// Takes back tickets whose connections did not say HELLO in time, and those whose keys are not accepted any more.
    /// Returns them; the connections are the caller's to cut. Linear in the tickets: call it every few seconds.
    public func expire(at now: Int64) -> [Ticket] {
        state.withLock { state in
            removeAll(in: &state) { holder, state in
                isOverdue(holder, at: now) || !Self.isGood(holder, in: state, at: now)
            }
        }
    }

    /// Puts another directory in force. Returns the tickets that it takes back, whose connections are to be cut.
    public func adopt(_ directory: Directory, at now: Int64) -> [Ticket] {
        state.withLock { state in
            state.directory = directory
            state.revokedKeys = state.revokedKeys.filter { directory.lists($0) }
            return removeAll(in: &state) { holder, state in !Self.isGood(holder, in: state, at: now) }
        }
    }

    /// Revokes a key at once, before the directory says so: it gets no ticket any more, until the office starts anew or
    /// a directory without the key has been adopted. Returns the tickets taken back, whose connections are to be cut.
    public func revoke(key: TransportKey) -> [Ticket] {
        state.withLock { state in
            guard state.directory.lists(key) else { return [] }
            state.revokedKeys.insert(key)
            return removeAll(in: &state) { holder, _ in holder.key == key }
        }
    }

    /// Revokes the keys that a principal has now, as `revoke(key:)` does.
    public func revoke(principal: PrincipalName) -> [Ticket] {
        state.withLock { state in
            let keys = state.directory.principal(named: principal)?.entry.keys ?? []
            state.revokedKeys.formUnion(keys.map(\.publicKey))
            return removeAll(in: &state) { holder, _ in holder.principal == principal }
        }
    }

    /// Takes back one ticket. False where it was not good any more.
    public func revoke(_ ticket: Ticket) -> Bool { state.withLock { Self.remove(ticket, from: &$0) } }

    /// The keys of tickets that were issued to an address since a time, and by which no message came yet.
    public func silentKeys(from address: String, since: Int64) -> Set<TransportKey> {
        state.withLock { state in
            Set(
                state.holders.values.lazy
                    .filter { !$0.isGreeted && $0.issued >= since && $0.address == address }.map(\.key))
        }
    }

    /// The number of tickets issued and not taken back.
    public var count: Int { state.withLock { $0.holders.count } }

    /// The tickets and their holders, oldest first: for `status`.
    public var listing: [(ticket: Ticket, holder: TicketHolder)] {
        state.withLock { state in state.holders.map { ($0.key, $0.value) } }
            .sorted { ($0.1.issued, $0.0.bits) < ($1.1.issued, $1.0.bits) }
    }
}

extension TicketOffice {
    private func insert(_ holder: TicketHolder, into state: inout State) -> Ticket {
        let ticket = Ticket(bits: random())
        // 128 random bits do not repeat; a source that repeats them must not hand one peer another one's ticket.
        precondition(state.holders[ticket] == nil, "the source of random numbers repeats itself")
        state.holders[ticket] = holder
        state.byPrincipal[holder.principal, default: []].insert(ticket)
        return ticket
    }

    /// Why there is no room for another ticket; nil where there is, after overdue ones have been taken back.
    private func makeRoom(for principal: PrincipalName, in state: inout State, at now: Int64) -> KeyRefusal? {
        let own = state.byPrincipal[principal] ?? []
        if own.count >= limits.ticketsPerPrincipalMax {
            for ticket in own where state.holders[ticket].map({ isOverdue($0, at: now) }) ?? true {
                Self.remove(ticket, from: &state)
            }
            guard (state.byPrincipal[principal]?.count ?? 0) < limits.ticketsPerPrincipalMax else {
                return .tooManyTicketsOfPrincipal
            }
        }
        if state.holders.count >= limits.ticketsMax {
            _ = removeAll(in: &state) { holder, _ in isOverdue(holder, at: now) }
        }
        return state.holders.count < limits.ticketsMax ? nil : .tooManyTickets
    }

    private func isOverdue(_ holder: TicketHolder, at now: Int64) -> Bool {
        !holder.isGreeted && now - holder.issued >= limits.helloMillisecondsMax
    }

    private static func isGood(_ holder: TicketHolder, in state: State, at now: Int64) -> Bool {
        guard case .accepted(let principal) = state.directory.identify(holder.key, at: now) else { return false }
        return principal.name == holder.principal && !state.revokedKeys.contains(holder.key)
    }

    @discardableResult
    private static func remove(_ ticket: Ticket, from state: inout State) -> Bool {
        guard let holder = state.holders.removeValue(forKey: ticket) else { return false }
        state.byPrincipal[holder.principal]?.remove(ticket)
        if state.byPrincipal[holder.principal]?.isEmpty == true { state.byPrincipal[holder.principal] = nil }
        return true
    }

    private func removeAll(in state: inout State, where isBad: (TicketHolder, State) -> Bool) -> [Ticket] {
        let bad = state.holders.filter { isBad($0.value, state) }.map(\.key)
        for ticket in bad { Self.remove(ticket, from: &state) }
        return bad
    }

    private func shortened(_ address: String) -> String {
        address.utf8.count <= limits.addressBytesMax
            ? address : String(decoding: address.utf8.prefix(limits.addressBytesMax), as: UTF8.self)
    }
}
