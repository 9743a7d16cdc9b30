import Foundation
import TestSupport
import Testing
import ZeroMQ

extension RunningHub {
    /// The plain client, written from the specification alone, against the running hub.
    @Suite(.timeLimit(.minutes(1))) struct PlainClient {
        @Test(.enabled(if: Programs.python != nil, "python3 with pyzmq is not installed"))
        func `publishes, subscribes, resumes by its cursor and is refused, end to end`() async throws {
            let exchange = try TestExchange(["GT/publisher", "CR/desk"])
            try await exchange.start()
            let root = SharedData.packageRoot.path
            let python = try #require(Programs.python)
            let process = try ChildProcess(
                python,
                [
                    root + "/Tests/SystemTests/pyzmq/end_to_end.py", exchange.endpoint,
                    exchange.hubKeys.publicKey.z85, exchange.folder + "/keys",
                    root + "/schemas/examples/seizure-wildlife.json",
                ], output: exchange.folder + "/python.log", errors: exchange.folder + "/python.log",
                environment: ["PYTHONPATH": root + "/Tests/ExchangeProtocolTests/pyzmq"])
            let status = process.wait(within: .seconds(40))
            let log = (try? String(contentsOfFile: exchange.folder + "/python.log", encoding: .utf8)) ?? ""
            #expect(status == 0, "\(log)\n\(exchange.log)")
            #expect(log.contains("all is well"), "\(log)")
            #expect(exchange.terminate() == 0, "\(exchange.log)")
        }
    }
}
