/// Reads an `OutputTemplate`, one character at a time.
struct OutputTemplateParser {
    private let characters: [Character]
    private var index = 0
    private var pieces: [OutputTemplate.Piece] = []
    private var literal = ""

    init(_ template: String) { characters = Array(template.prefix(OutputTemplate.charactersMax + 1)) }

    private var next: Character? { index < characters.count ? characters[index] : nil }

    private func problem(_ message: String, at index: Int) -> OutputTemplate.Problem {
        OutputTemplate.Problem(column: index + 1, message: message)
    }

    mutating func parse() throws(OutputTemplate.Problem) -> [OutputTemplate.Piece] {
        guard characters.count <= OutputTemplate.charactersMax else {
            let bound = OutputTemplate.charactersMax
            throw problem("the template is longer than \(bound) characters", at: bound)
        }
        while let character = next {
            switch character {
            case "\\": try takeEscape()
            case "{": try takeBrace()
            case "}":
                guard index + 1 < characters.count, characters[index + 1] == "}" else {
                    throw problem("a } without a {; write }} for a brace", at: index)
                }
                literal.append("}")
                index += 2
            default:
                literal.append(character)
                index += 1
            }
        }
        endLiteral()
        return pieces
    }

    private mutating func endLiteral() {
        if !literal.isEmpty { pieces.append(.text(literal)) }
        literal = ""
    }

    private mutating func takeEscape() throws(OutputTemplate.Problem) {
        let start = index
        index += 1
        switch next {
        case "t": literal.append("\t")
        case "n": literal.append("\n")
        case "\\": literal.append("\\")
        case let other?: throw problem("\\\(other) means nothing; known are \\t, \\n and \\\\", at: start)
        case nil: throw problem("a \\ at the end; write \\\\ for a backslash", at: start)
        }
        index += 1
    }

    private mutating func takeBrace() throws(OutputTemplate.Problem) {
        let start = index
        index += 1
        if next == "{" {
            literal.append("{")
            index += 1
            return
        }
        endLiteral()
        let path = try takePath(start)
        var layout = OutputTemplate.Layout()
        if next == ":" {
            index += 1
            layout = try takeLayout()
        }
        guard next == "}" else {
            guard let found = next else { throw problem("this { is not closed by }", at: start) }
            throw problem("\(UsageError.quoted(String(found))) cannot stand here; } is expected", at: index)
        }
        index += 1
        pieces.append(.field(path: path, layout: layout, column: start + 1))
    }

    private mutating func takePath(_ start: Int) throws(OutputTemplate.Problem) -> [String] {
        var path = [""]
        while let character = next, character != "}", character != ":" {
            if character == "." {
                guard path[path.count - 1] != "" else { throw problem("a name is missing before the point", at: index) }
                path.append("")
            } else if character.isLetter || character.isNumber || character == "_" || character == "-" {
                path[path.count - 1].append(character)
            } else {
                let found = UsageError.quoted(String(character))
                throw problem("\(found) cannot stand in a name; letters, digits, _, - and . can", at: index)
            }
            index += 1
        }
        guard next != nil else { throw problem("this { is not closed by }", at: start) }
        guard path[path.count - 1] != "" else {
            throw problem("a name is missing; write {name}, or {{ for a brace", at: index)
        }
        return path
    }

    private mutating func takeLayout() throws(OutputTemplate.Problem) -> OutputTemplate.Layout {
        var layout = OutputTemplate.Layout()
        let start = index
        switch next {
        case "<": index += 1
        case ">":
            layout.alignment = .trailing
            index += 1
        case "^":
            layout.alignment = .center
            index += 1
        default: break
        }
        let columns = try takeNumber()
        layout.columns = columns ?? 0
        if next == "." {
            index += 1
            guard let columnsMax = try takeNumber() else {
                throw problem("the number of columns is missing behind the point", at: index)
            }
            layout.columnsMax = columnsMax
        }
        guard columns != nil || layout.columnsMax != nil else {
            throw problem("the layout is missing; write it as <10, >10, ^10 or .10", at: start)
        }
        return layout
    }

    private mutating func takeNumber() throws(OutputTemplate.Problem) -> Int? {
        let start = index
        var number: Int?
        while let character = next, character.isASCII, let digit = character.wholeNumberValue {
            number = (number ?? 0) * 10 + digit
            guard let number, number <= OutputTemplate.columnsMax else {
                throw problem("more than \(OutputTemplate.columnsMax) columns", at: start)
            }
            index += 1
        }
        return number
    }
}
