import CommandLine
import Testing

@testable import cordon
@testable import cordond

/// The declarations of both programs.
@Suite struct ProgramTests {
    @Test func neitherProgramIsDeclaredWrong() {
        #expect(CordonProgram.program.faults == [])
        #expect(HubProgram.program.faults == [])
    }

    @Test(arguments: [
        "keys new", "keys show", "hub init", "check", "schema judge", "publish", "subscribe", "tail", "status",
        "simulate",
    ])
    func everyCommandHasHelp(_ words: String) async {
        let output = MemoryOutput()
        let console = Console(output: output, errors: MemoryOutput())
        let arguments = words.split(separator: " ").map(String.init) + ["--help"]
        let code = await CordonProgram.program.run(arguments, environment: [:], console: console)
        #expect(code == .ok)
        #expect(output.text.contains("cordon \(words)"))
    }
}
