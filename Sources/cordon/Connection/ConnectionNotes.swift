import CommandLine
import CordonClient

/// Tells the person at the terminal when the hub goes away and when it is back.
enum ConnectionNotes {
    /// Follows the connection of a client that was connected, until the client is closed.
    ///
    /// - Parameters:
    ///   - console: where to tell; nil to say nothing.
    ///   - refused: called once where the hub refuses the client from now on.
    static func follow(
        _ client: CordonClient, on console: Console?, refused: @escaping @Sendable (CordonError) -> Void
    ) -> Task<Void, Never> {
        Task {
            var isAway = false
            for await state in await client.states() {
                switch state {
                case .away(let error):
                    if !isAway { console?.note("the hub is away (\(Terminal.safe(error.text))); trying again") }
                    isAway = true
                case .ready:
                    if isAway { console?.note("the hub is back") }
                    isAway = false
                case .refused(let error): refused(error)
                case .idle, .connecting, .closed: continue
                }
            }
        }
    }
}
