import CommandLine
import Hub

@main
struct Main {
    static func main() async { await HubProgram.program.main() }
}
