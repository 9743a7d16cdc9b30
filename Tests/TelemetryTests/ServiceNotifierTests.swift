import Foundation
import Glibc
import Telemetry
import Testing

@Suite struct ServiceNotifierTests {
    /// Binds a datagram socket to `path`, runs `body`, and returns what arrived.
    private func received(at address: [UInt8], _ body: () throws -> Void) throws -> [String] {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var target = sockaddr_un()
        target.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &target.sun_path) { $0.copyBytes(from: address) }
        let bound = withUnsafePointer(to: target) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, socklen_t(2 + address.count)) }
        }
        try #require(bound == 0)
        try body()
        var messages: [String] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard count >= 0 else { return messages }
            messages.append(String(decoding: buffer[..<count], as: UTF8.self))
        }
    }

    @Test func `the service manager hears of it by path and by abstract name`() throws {
        let name = "cordon-notify-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        defer { unlink(path) }
        for (variable, address) in [(path, Array(path.utf8) + [0]), ("@" + name, [0] + Array(name.utf8))] {
            let messages = try received(at: address) {
                let notifier = try #require(try ServiceNotifier(environment: ["NOTIFY_SOCKET": variable]))
                try notifier.notify(.ready, .status("serving\nSTOPPING=1"))
                try notifier.notify(.watchdog)
                try notifier.notify(.stopping)
                try notifier.notify(.reloading)
            }
            #expect(messages.count == 4)
            #expect(messages.prefix(3) == ["READY=1\nSTATUS=serving\\nSTOPPING=1", "WATCHDOG=1", "STOPPING=1"])
            #expect(messages.last?.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") == true)
        }
    }

    @Test func `without a service manager there is nobody to tell`() throws {
        #expect(try ServiceNotifier(environment: [:]) == nil)
        #expect(try ServiceNotifier(environment: ["NOTIFY_SOCKET": ""]) == nil)
    }

    @Test(arguments: ["relative", "@", "/", "./x", "/" + String(repeating: "x", count: 108)])
    func `an address that is none is refused`(address: String) {
        #expect(throws: ServiceNotifier.Failure.badAddress) {
            try ServiceNotifier(environment: ["NOTIFY_SOCKET": address])
        }
    }

    @Test func `a manager that is gone is an error that says so`() throws {
        let notifier = try #require(try ServiceNotifier(environment: ["NOTIFY_SOCKET": "/nonexistent/notify"]))
        #expect(throws: ServiceNotifier.Failure.system(call: "sendto", errno: ENOENT)) { try notifier.notify(.ready) }
    }

    @Test(arguments: [
        (["WATCHDOG_USEC": "20000000"], Duration.seconds(20) as Duration?),
        (["WATCHDOG_USEC": "20000000", "WATCHDOG_PID": "\(getpid())"], .seconds(20)),
        (["WATCHDOG_USEC": "20000000", "WATCHDOG_PID": "1"], nil), (["WATCHDOG_USEC": "-5"], nil),
        (["WATCHDOG_USEC": "soon"], nil), ([:], nil),
    ])
    func `the watchdog's interval comes from the environment`(variables: [String: String], expected: Duration?) throws {
        var environment = variables
        environment["NOTIFY_SOCKET"] = "/run/notify"
        #expect(try ServiceNotifier(environment: environment)?.watchdogInterval == expected)
    }
}
