import AlertModel
import ExchangeProtocol
import Journal
import Trust

@testable import Hub

/// An alert as a desk got it.
struct Delivered: Hashable {
    let tag: UInt32
    let sequence: UInt64
    let position: UInt64
    let flags: DeliverEntry.Flags
    let reason: DeliverEntry.Reason
    /// The number that the alert's id ends with.
    let number: Int
    let sender: String
    let origin: String
    let byteCount: Int
    /// The rules that it matches, where the hub says so.
    let matched: MatchedRules?
}

/// What a peer got from the hub.
enum Received {
    case welcome(Welcome)
    case receipt(ReceiptEntry)
    case report(String)
    case subscribed(Subscribed)
    case unsubscribed(Unsubscribed)
    case delivered(Delivered)
    case gap(Gap)
    case pong(Pong)
    case reset(Reset)
    case error(Refusal)
    case response(Response, String)
}

/// One end of a connection, on the client's side: what it got, and whether the hub kept to the protocol.
struct TestPeer {
    let routingID: [UInt8]
    let ticket: Ticket
    var inbox: [Received] = []
    /// Every message as it came, for comparisons of whole runs.
    var lastSequence: UInt64 = 0
    var lastPositions: [UInt32: UInt64] = [:]
    var session: UInt64 = 0
    /// What the hub did that it must not.
    var faults: [String] = []

    init(routingID: [UInt8], ticket: Ticket) {
        self.routingID = routingID
        self.ticket = ticket
    }

    /// Begins a session on its side: everything that comes before the answer belongs to the earlier one.
    mutating func begin(session: UInt64) {
        self.session = session
        lastSequence = 0
        lastPositions = [:]
    }

    /// Takes a message of the hub.
    mutating func take(_ message: HubActions.Message) {
        let following = (message.attachment == nil ? 0 : 1) + 3 * message.records.count
        do {
            try message.frame.withUnsafeBytes { frame in
                let announced = try FrameHeader(decoding: frame).followingFrames
                if announced != following { faults.append("announces \(announced) frames, \(following) follow") }
                take(try HubMessage(decoding: frame), message)
            }
        } catch {
            faults.append("malformed: \(error)")
        }
    }

    private mutating func take(_ command: HubMessage, _ message: HubActions.Message) {
        let text = message.attachment.map { String(decoding: $0, as: UTF8.self) }
        switch command {
        case .welcome(let welcome): inbox.append(.welcome(welcome))
        case .receipt(let receipt):
            for entry in receipt.entries { inbox.append(.receipt(entry)) }
            if let text { inbox.append(.report(text)) }
        case .subscribed(let subscribed): inbox.append(.subscribed(subscribed))
        case .unsubscribed(let unsubscribed):
            lastPositions[unsubscribed.tag] = nil
            inbox.append(.unsubscribed(unsubscribed))
        case .deliver(let deliver): take(deliver, message.records)
        case .gap(let gap):
            count(gap.sequence)
            inbox.append(.gap(gap))
        case .pong(let pong):
            if pong.lastSequence != lastSequence { faults.append("PONG after \(lastSequence): \(pong.lastSequence)") }
            inbox.append(.pong(pong))
        case .reset(let reset): inbox.append(.reset(reset))
        case .error(let error): inbox.append(.error(error))
        case .response(let response): inbox.append(.response(response, text ?? ""))
        }
    }

    private mutating func take(_ deliver: Deliver, _ records: [DeliveryRecord]) {
        for (index, entry) in deliver.entries.enumerated() {
            let record = records[index]
            let sequence = deliver.firstSequence + UInt64(index)
            count(sequence)
            if let last = lastPositions[entry.tag], entry.position <= last {
                faults.append("tag \(entry.tag): position \(entry.position) after \(last)")
            }
            lastPositions[entry.tag] = entry.position
            guard let header = record.entry.recordHeader, header.position == entry.position else {
                faults.append("the header of position \(entry.position) is another one's")
                continue
            }
            inbox.append(
                .delivered(
                    Delivered(
                        tag: entry.tag, sequence: sequence, position: entry.position, flags: entry.flags,
                        reason: entry.reason, number: Int(header.alertID & 0xffff_ffff_ffff),
                        sender: header.sender, origin: header.origin, byteCount: record.entry.content.count,
                        matched: deliver.matched[index])))
        }
    }

    private mutating func count(_ sequence: UInt64) {
        if sequence != lastSequence + 1 { faults.append("sequence \(sequence) after \(lastSequence)") }
        lastSequence = sequence
    }
}

extension TestPeer {
    var deliveries: [Delivered] { inbox.compactMap { if case .delivered(let one) = $0 { one } else { nil } } }
    var receipts: [ReceiptEntry] { inbox.compactMap { if case .receipt(let one) = $0 { one } else { nil } } }
    var reports: [String] { inbox.compactMap { if case .report(let one) = $0 { one } else { nil } } }
    var errors: [Refusal] { inbox.compactMap { if case .error(let one) = $0 { one } else { nil } } }
    var resets: [Reset] { inbox.compactMap { if case .reset(let one) = $0 { one } else { nil } } }
    var gaps: [Gap] { inbox.compactMap { if case .gap(let one) = $0 { one } else { nil } } }
    var welcomes: [Welcome] { inbox.compactMap { if case .welcome(let one) = $0 { one } else { nil } } }
    var pongs: [Pong] { inbox.compactMap { if case .pong(let one) = $0 { one } else { nil } } }
    var subscribed: [Subscribed] { inbox.compactMap { if case .subscribed(let one) = $0 { one } else { nil } } }
    var unsubscribed: [Unsubscribed] { inbox.compactMap { if case .unsubscribed(let one) = $0 { one } else { nil } } }
    var responses: [String] { inbox.compactMap { if case .response(_, let text) = $0 { text } else { nil } } }
}
