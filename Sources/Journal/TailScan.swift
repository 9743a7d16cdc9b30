/// Reads the last segment to its end and tells a torn end from damage.
///
/// Each record says how much of the segment was durable when it was written. A record that is not intact was torn by
/// a crash, and never acknowledged, unless an intact one further on says that it had been durable: then it is damage.
struct TailScan {
    let segment: Segment
    var head: Position
    var lastTime: JournalTime
    var control: ControlState
    /// Where the intact records end.
    private(set) var end: Int
    /// What is wrong with what follows, where it was never durable.
    private(set) var torn: String?
    /// What is wrong with what follows, where it had been durable.
    private(set) var damage: JournalError?
    /// Whether the last record is the mark of an orderly end.
    private(set) var endsWithMark = false

    private var window = ReadWindow()

    init(segment: Segment, file: any File, head: Position, lastTime: JournalTime, control: ControlState) {
        self.segment = segment
        self.head = head
        self.lastTime = lastTime
        self.control = control
        end = segment.recordsStart
        window.turn(to: file)
    }

    mutating func run(size: Int) throws(FileError) {
        while true {
            switch try window.record(at: end, end: size, salt: segment.salt) {
            case .end:
                return
            case .bad(let reason):
                if try wasDurable(end, size: size) {
                    damage = .damaged(file: segment.path, offset: end, what: reason)
                } else {
                    torn = reason
                }
                return
            case .record(let record):
                guard accept(record) else { return }
                end += record.length
            }
        }
    }

    /// Takes an intact record over; false where it does not follow, which no crash can cause.
    private mutating func accept(_ record: Record) -> Bool {
        endsWithMark = record.kind == .closed
        if record.kind.isNumbered {
            guard record.position == head.next else {
                damage = .damaged(
                    file: segment.path, offset: end,
                    what: "position \(record.position) where \(head.next) is due")
                return false
            }
            head = record.position
            lastTime = record.time
            segment.remember(head, at: end)
        } else {
            control.apply(window.withBytes(from: end) { record.entry($0) })
        }
        return true
    }

    /// Whether an intact record behind `offset` says that the bytes at `offset` were durable before it was written.
    private mutating func wasDurable(_ offset: Int, size: Int) throws(FileError) -> Bool {
        var at = offset + 1
        while try window.load(at, Record.fixedBytes, end: size) {
            if let record = window.withBytes(from: at, { Record(fields: $0, at: at) }), record.durable > offset,
                case .record = try window.record(at: at, end: size, salt: segment.salt)
            {
                return true
            }
            at += 1
        }
        return false
    }
}
