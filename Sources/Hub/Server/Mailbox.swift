internal import Synchronization

/// What other threads have for the hub's thread, handed over in batches.
final class Mailbox<Item: Sendable>: Sendable {
    private let items = Mutex<[Item]>([])

    /// Puts an item in; true where the box was empty, so that its owner is to be woken.
    func put(_ item: Item) -> Bool {
        items.withLock { items in
            items.append(item)
            return items.count == 1
        }
    }

    /// Takes out all there is, oldest first.
    func takeAll() -> [Item] {
        items.withLock { items in
            defer { items = [] }
            return items
        }
    }
}
