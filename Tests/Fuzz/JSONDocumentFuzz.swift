// A libFuzzer target: any bytes are read or refused, in both dialects, and what is read can be walked.
// Built and run by `make fuzz`.

import JSONDocument

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSONDocument(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = UnsafeRawBufferPointer(start: start, count: count)
    for dialect in [JSONDocument.Dialect.strict, .commented] {
        var document = JSONDocument()
        do throws(JSONSyntaxError) {
            let tape = try document.parse(text, dialect: dialect)
            walk(tape.root)
        } catch {
            precondition(error.byteOffset <= count && !error.message.isEmpty)
        }
    }
    return 0
}

private func walk(_ node: JSONNode) {
    precondition(node.byteRange.upperBound <= node.tape.byteCount)
    _ = (node.string, node.double, node.integer)
    for element in node.elements { walk(element) }
    for member in node.members {
        let found = node[member.name.string ?? ""]
        precondition(found?.index == member.value.index)
        walk(member.value)
    }
}
