internal import Glibc
internal import Telemetry

/// What is known of the terminal an output goes to, if it is one.
public struct Terminal: Sendable {
    /// The width assumed where nothing says otherwise, in columns.
    public static let defaultColumns = 80
    /// The narrowest width believed, in columns.
    public static let columnsMin = 20
    /// The widest width believed, in columns.
    public static let columnsMax = 1000

    /// Whether it is a terminal.
    public var isTerminal: Bool
    /// Its width in columns.
    public var columns: Int
    /// Whether to use colours and other styles.
    public var hasColor: Bool

    /// Takes what is known.
    public init(isTerminal: Bool, columns: Int = defaultColumns, hasColor: Bool = false) {
        self.isTerminal = isTerminal
        self.columns = min(max(columns, Self.columnsMin), Self.columnsMax)
        self.hasColor = hasColor
    }

    /// Asks the system about a file descriptor. The width is the terminal's, else that of `COLUMNS`, else 80.
    public init(fileDescriptor: Int32, environment: [String: String], color: ColorChoice = .auto) {
        let isTerminal = isatty(fileDescriptor) == 1
        var size = winsize()
        let isKnown = isTerminal && ioctl(fileDescriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        let columns = isKnown ? Int(size.ws_col) : environment["COLUMNS"].flatMap { Int($0) } ?? Self.defaultColumns
        self.init(
            isTerminal: isTerminal, columns: columns,
            hasColor: Self.decideColor(color, isTerminal: isTerminal, environment: environment))
    }

    /// Whether to use colours: `NO_COLOR` set to anything but nothing forbids them (no-color.org), unless the command
    /// line says always.
    static func decideColor(_ choice: ColorChoice, isTerminal: Bool, environment: [String: String]) -> Bool {
        switch choice {
        case .always: return true
        case .never: return false
        case .auto:
            let isForbidden = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
            return isTerminal && !isForbidden
        }
    }

    /// The text in these styles, where there are colours.
    public func styled(_ text: String, _ styles: TextStyle...) -> String { styled(text, styles) }

    /// The text in these styles, where there are colours.
    public func styled(_ text: String, _ styles: [TextStyle]) -> String {
        guard hasColor, !styles.isEmpty, !text.isEmpty else { return text }
        return "\u{1B}[\(styles.map { String($0.parameter) }.joined(separator: ";"))m\(text)\u{1B}[0m"
    }

    /// Foreign text made safe to show: control and format characters become visible escapes.
    public static func safe(_ text: String) -> String { ControlEscapes.escaped(text) }
}
