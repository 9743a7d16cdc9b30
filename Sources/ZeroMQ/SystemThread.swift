internal import CLinux
internal import Glibc

/// A thread of the operating system, to be joined once.
struct SystemThread: Sendable {
    private let identifier: pthread_t

    /// Runs `body` on a new thread, whose name (of which Linux keeps 15 bytes) `top` and debuggers show.
    ///
    /// Signals are blocked in it, as libzmq does in its own threads: they are for the program's main thread, and would
    /// interrupt polls here.
    init(name: String, _ body: @escaping @Sendable () -> Void) throws(ZeroMQError) {
        let start = Unmanaged.passRetained(ThreadBody(name, body))
        var everySignal = sigset_t()
        var previous = sigset_t()
        sigfillset(&everySignal)
        // These report a fault of the thread itself; blocking them would only hide where it was.
        for fault in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT] { sigdelset(&everySignal, fault) }
        pthread_sigmask(SIG_SETMASK, &everySignal, &previous)
        var identifier = pthread_t()
        let result = pthread_create(&identifier, nil, runThreadBody, start.toOpaque())
        pthread_sigmask(SIG_SETMASK, &previous, nil)
        guard result == 0 else {
            start.release()
            throw ZeroMQError(rawValue: result)
        }
        self.identifier = identifier
    }

    /// Waits until the thread has ended. From the thread itself, where that would be for ever, it only lets it go.
    func join() {
        if pthread_equal(pthread_self(), identifier) != 0 {
            pthread_detach(identifier)
        } else {
            pthread_join(identifier, nil)
        }
    }

    /// A number for the calling thread that no other living thread has.
    static var current: UInt { UInt(pthread_self()) }
}

private final class ThreadBody: Sendable {
    let name: String
    let run: @Sendable () -> Void

    init(_ name: String, _ run: @escaping @Sendable () -> Void) {
        self.name = name
        self.run = run
    }
}

private func runThreadBody(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let body = Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue()
    cordon_name_this_thread(body.name)
    body.run()
    return nil
}
