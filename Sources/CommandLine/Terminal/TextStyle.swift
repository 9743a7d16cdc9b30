/// How text looks on a terminal that has colours.
public enum TextStyle: Sendable {
    /// Heavier.
    case bold
    /// Paler.
    case dim
    /// Underlined.
    case underline
    /// For errors.
    case red
    /// For what went well.
    case green
    /// For warnings.
    case yellow
    /// For places.
    case blue
    /// For marks.
    case magenta
    /// For names.
    case cyan

    /// The parameter of the control sequence Select Graphic Rendition (ECMA-48, section 8.3.117).
    var parameter: Int {
        switch self {
        case .bold: 1
        case .dim: 2
        case .underline: 4
        case .red: 31
        case .green: 32
        case .yellow: 33
        case .blue: 34
        case .magenta: 35
        case .cyan: 36
        }
    }
}

/// When output is coloured.
public enum ColorChoice: String, CaseIterable, ArgumentValue {
    /// On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`.
    case auto
    /// Even into a pipe or a file.
    case always
    /// Not at all.
    case never
}
