import Synchronization
import Telemetry

/// Keeps the lines for a test to look at.
final class MemorySink: LogSink {
    private let kept = Mutex<[String]>([])

    func write(_ line: [UInt8]) {
        kept.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
    }

    var lines: [String] { kept.withLock { $0 } }
}

let noon = UnixTime(nanoseconds: 1_770_091_506_789_000_000)

func record(_ fields: LogFields, message: StaticString = "session opened") -> LogRecord {
    LogRecord(time: noon, level: .notice, subsystem: "hub", message: message, fields: fields)
}

func text(_ record: LogRecord, _ format: LogFormat) -> String { String(decoding: record.line(format), as: UTF8.self) }
