internal import Synchronization

/// Writes log records: one line each, from the level in force upwards.
///
/// A value to copy into every part of the program, each with its `subsystem`. All copies share one output, so that
/// changing the level or the format (on a reload) reaches all of them.
public struct Logger: Sendable {
    /// The part of the program this logger speaks for.
    public let subsystem: StaticString
    /// What all copies share.
    public let output: Output

    /// The level and format in force, the sink and the clock.
    public final class Output: Sendable {
        private let minimum: Atomic<UInt8>
        private let writesJSON: Atomic<Bool>
        private let sink: any LogSink
        private let now: UnixTime.Source

        /// Writes records of `level` and above to `sink`, standard error unless told otherwise.
        public init(
            level: LogLevel = .info, format: LogFormat = .text, sink: any LogSink = StandardErrorSink(),
            now: @escaping UnixTime.Source = UnixTime.system
        ) {
            minimum = Atomic(level.rawValue)
            writesJSON = Atomic(format == .json)
            self.sink = sink
            self.now = now
        }

        /// The least level written; may be changed at any time, from any thread.
        public var level: LogLevel {
            get { LogLevel(rawValue: minimum.load(ordering: .relaxed)) ?? .info }
            set { minimum.store(newValue.rawValue, ordering: .relaxed) }
        }

        /// How records are written; may be changed at any time, from any thread.
        public var format: LogFormat {
            get { writesJSON.load(ordering: .relaxed) ? .json : .text }
            set { writesJSON.store(newValue == .json, ordering: .relaxed) }
        }

        fileprivate func isEnabled(_ level: LogLevel) -> Bool { level.rawValue >= minimum.load(ordering: .relaxed) }

        fileprivate func write(
            _ level: LogLevel, _ subsystem: StaticString, _ message: StaticString, _ fields: LogFields
        ) {
            let record = LogRecord(time: now(), level: level, subsystem: subsystem, message: message, fields: fields)
            sink.write(record.line(format))
        }
    }

    /// Speaks for `subsystem` to `output`.
    public init(subsystem: StaticString, output: Output) {
        self.subsystem = subsystem
        self.output = output
    }

    /// The same output for another part of the program.
    public func named(_ subsystem: StaticString) -> Logger { Logger(subsystem: subsystem, output: output) }

    /// Writes a record, if its level is in force; `fields` are made only then.
    public func log(_ level: LogLevel, _ message: StaticString, _ fields: @autoclosure () -> LogFields = [:]) {
        guard output.isEnabled(level) else { return }
        output.write(level, subsystem, message, fields())
    }

    /// Writes a record for whoever looks for a fault.
    public func debug(_ message: StaticString, _ fields: @autoclosure () -> LogFields = [:]) {
        log(.debug, message, fields())
    }

    /// Writes a record of the normal course of things.
    public func info(_ message: StaticString, _ fields: @autoclosure () -> LogFields = [:]) {
        log(.info, message, fields())
    }

    /// Writes a record an operator should know of.
    public func notice(_ message: StaticString, _ fields: @autoclosure () -> LogFields = [:]) {
        log(.notice, message, fields())
    }

    /// Writes a record of something that is not as it should be.
    public func warning(_ message: StaticString, _ fields: @autoclosure () -> LogFields = [:]) {
        log(.warning, message, fields())
    }

    /// Writes a record of a failure that needs a person.
    public func error(_ message: StaticString, _ fields: @autoclosure () -> LogFields = [:]) {
        log(.error, message, fields())
    }
}
