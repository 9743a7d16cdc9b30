/// How a program ends, for scripts to rely on. The numbers are those of `sysexits.h`.
public enum ExitCode: Int32, CaseIterable, Sendable {
    /// 0: done. Also when the reader of the output went away.
    case ok = 0
    /// 64: the command line is wrong; nothing was done.
    case usage = 64
    /// 65: the data was refused: an alert that is not valid, a rule that does not compile.
    case dataRefused = 65
    /// 66: an input file is missing or cannot be read.
    case noInput = 66
    /// 69: the hub, or another service, cannot be reached or does not answer.
    case unavailable = 69
    /// 70: a fault of this program.
    case internalFault = 70
    /// 73: an output file cannot be created.
    case cannotCreate = 73
    /// 74: reading or writing failed midway.
    case inputOutput = 74
    /// 77: not allowed: no right, an unknown key.
    case notAllowed = 77
    /// 130: ended by an interrupt.
    case interrupted = 130

    /// What the code means, in the words of the manual page.
    public var meaning: String {
        switch self {
        case .ok: "done; also when the reader of the output went away"
        case .usage: "the command line is wrong; nothing was done"
        case .dataRefused: "the data was refused"
        case .noInput: "an input file is missing or cannot be read"
        case .unavailable: "a service cannot be reached or does not answer"
        case .internalFault: "a fault of this program"
        case .cannotCreate: "an output file cannot be created"
        case .inputOutput: "reading or writing failed"
        case .notAllowed: "not allowed"
        case .interrupted: "ended by an interrupt"
        }
    }
}

/// A failure a command reports: what a person reads, and the code a script reads.
public struct CommandFailure: Error, CustomStringConvertible {
    /// How the program ends.
    public var code: ExitCode
    /// One sentence without a full stop; control characters in it are escaped when it is shown.
    public var message: String
    /// What would help, if anything.
    public var help: String?
    /// Rendered text shown below the message as it is, such as a `Snippet`; whoever renders it escapes foreign text.
    public var details: String?

    /// Takes the parts.
    public init(_ code: ExitCode, _ message: String, help: String? = nil, details: String? = nil) {
        self.code = code
        self.message = message
        self.help = help
        self.details = details
    }

    /// The message.
    public var description: String { message }
}
