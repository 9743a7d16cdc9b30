import CommandLine
import CordonClient
import JSONDocument
import TransparencyLog

/// Prints receipts: JSON Lines for programs, a readable line for people.
struct ReceiptPrinter: Sendable {
    /// What is printed.
    enum Style: Sendable {
        /// A JSON object a line.
        case json
        /// A line for each alert, and the findings below.
        case text
        /// As `text`, but only what was refused.
        case refusedOnly
        /// Nothing.
        case nothing
    }

    let style: Style
    let console: Console

    /// Prints one receipt.
    func print(_ receipt: AlertReceipt, of origin: PublishLedger.Origin) throws(OutputFailure) {
        switch style {
        case .nothing: return
        case .json: try console.output.write(Self.json(receipt, origin) + "\n")
        case .refusedOnly:
            guard case .refused = receipt.outcome else { return }
            try console.output.write(text(receipt, origin))
        case .text: try console.output.write(text(receipt, origin))
        }
    }

    // MARK: JSON

    private static func json(_ receipt: AlertReceipt, _ origin: PublishLedger.Origin) -> String {
        var writer = JSONWriter()
        writer.object { object in
            object.member("file", origin.file)
            if let line = origin.line { object.member("line", line) }
            if !receipt.alertID.isEmpty { object.member("id", receipt.alertID) }
            switch receipt.outcome {
            case .accepted(let position, let leafHash):
                object.member("outcome", "accepted")
                object.member("position", position)
                object.member("leaf", leafHash.description)
            case .duplicate(let position, let leafHash):
                object.member("outcome", "duplicate")
                object.member("position", position)
                object.member("leaf", leafHash.description)
            case .refused(let error):
                object.member("outcome", "refused")
                object.member("code", error.name)
                object.member("message", error.text)
            }
            if !receipt.findings.isEmpty {
                object.name("findings")
                object.raw(receipt.findings)
            }
        }
        return writer.text
    }

    // MARK: Text

    private func text(_ receipt: AlertReceipt, _ origin: PublishLedger.Origin) -> String {
        let terminal = console.outputTerminal
        let place = Terminal.safe(origin.line.map { "\(origin.file):\($0)" } ?? origin.file)
        let id = Terminal.safe(receipt.alertID.isEmpty ? "(no id)" : receipt.alertID)
        var text: String
        switch receipt.outcome {
        case .accepted(let position, _):
            text = "\(terminal.styled("accepted ", .green))  \(place)  \(id)  position \(position)\n"
        case .duplicate(let position, _):
            text = "\(terminal.styled("duplicate", .yellow))  \(place)  \(id)  position \(position)\n"
        case .refused(let error):
            text = "\(terminal.styled("refused  ", .bold, .red))  \(place)  \(id)  \(error.name)\n"
            if receipt.findings.isEmpty { text += "           \(Terminal.safe(error.text))\n" }
        }
        return text + findings(receipt.findings)
    }

    private func findings(_ bytes: [UInt8]) -> String {
        guard !bytes.isEmpty,
            let document = try? JSONDocument(parsing: bytes, limits: JSONLimits(bytesMax: bytes.count)),
            document.root.kind == .array
        else { return "" }
        var text = ""
        for finding in document.root.elements where finding.kind == .object {
            let isWarning = finding["severity"]?.string == "warning"
            let pointer = finding["pointer"]?.string ?? ""
            let message = Terminal.safe(finding["message"]?.string ?? "")
            let code = Terminal.safe(finding["code"]?.string ?? "")
            let mark = isWarning ? console.outputTerminal.styled("warning: ", .yellow) : ""
            let place = pointer.isEmpty ? "" : console.outputTerminal.styled(Terminal.safe(pointer), .cyan) + "  "
            text += "           \(mark)\(place)\(message) \(console.outputTerminal.styled("(\(code))", .dim))\n"
        }
        return text
    }
}
