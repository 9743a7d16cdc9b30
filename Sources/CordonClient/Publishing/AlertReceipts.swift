/// The receipts of a client, in the order in which their alerts were published, for one task to read.
///
/// An alert leaves the outbox when its receipt is read here; whatever was not read when the process ended is published
/// again by the next one, and then receipted as a duplicate.
public struct AlertReceipts: AsyncSequence, Sendable {
    /// Receipts that are ready, at least one.
    public typealias Element = [AlertReceipt]
    /// Why there will be none any more: the hub refuses the client for good.
    public typealias Failure = CordonError

    let client: CordonClient

    /// Begins to read; one task at a time may.
    public func makeAsyncIterator() -> Iterator { Iterator(client: client) }

    /// Reads receipts.
    public struct Iterator: AsyncIteratorProtocol {
        let client: CordonClient

        /// The receipts that came since the last call; waits where none did. Nil once the client is closed.
        public mutating func next() async throws(CordonError) -> [AlertReceipt]? {
            try await client.nextReceipts()
        }
    }
}
