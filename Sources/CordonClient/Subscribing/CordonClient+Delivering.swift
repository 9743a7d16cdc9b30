internal import AlertModel
internal import ExchangeProtocol

/// What the hub says about subscriptions.
extension CordonClient {
    func take(_ subscribed: Subscribed) {
        guard let state = subscriptions[subscribed.tag], state.isOpening else { return }
        state.stage = .open
        state.opening.resumeAll(with: .success(subscribed))
    }

    func refuseSubscription(_ tag: UInt32, _ error: CordonError, willRetry: Bool) {
        guard willRetry else { return finish(tag, error) }
        subscriptions[tag]?.openError = error
    }

    func take(_ unsubscribed: Unsubscribed) {
        guard unsubscribed.code != 0 else { return finish(unsubscribed.tag, nil) }
        let meaning = unsubscribed.errorCode?.registration.meaning ?? "The hub serves the subscription no longer."
        let retry = unsubscribed.errorCode?.retry ?? .afterChange
        finish(unsubscribed.tag, CordonError(.refused(unsubscribed.code), retry: retry, meaning))
    }

    /// Takes one alert of the DELIVER at hand: holds it against its header, and keeps it for the reader.
    func take(_ delivery: Delivery) {
        guard let state = subscriptions[delivery.entry.tag], !state.isEnded,
            delivery.entry.position > state.storedPosition
        else {
            session.processed(session: delivery.session, alerts: 1, bytes: delivery.byteCount, into: &actions)
            return
        }
        guard let link, let epoch = session.welcome?.epoch else { return }
        if message.isEmpty { message = link.copyFollowingFrames(starts: &messageStarts) }
        // The frames after the first are numbered from 0 in the copy.
        let first = Deliver.headerFrame(delivery.index) - 1
        if let contradiction = contradiction(in: delivery.entry, headerAt: first, epoch: epoch) {
            session.processed(session: delivery.session, alerts: 1, bytes: delivery.byteCount, into: &actions)
            _ = session.unsubscribe(tag: delivery.entry.tag, into: &actions)
            return finish(delivery.entry.tag, contradiction)
        }
        let alert = AlertDelivery(
            entry: delivery.entry, matched: delivery.matched, epoch: epoch, message: message,
            starts: messageStarts[first...first + Deliver.framesPerAlert])
        state.append(alert, of: delivery)
    }

    private func contradiction(in entry: DeliverEntry, headerAt index: Int, epoch: UInt128) -> CordonError? {
        let range = messageStarts[index]..<messageStarts[index + 1]
        return message.withUnsafeBytes { bytes -> CordonError? in
            do throws(RecordHeaderError) {
                let place = try RecordHeader.Place(decoding: UnsafeRawBufferPointer(rebasing: bytes[range]))
                guard place.position == entry.position else {
                    let text = "position \(entry.position): the record header says \(place.position)"
                    return CordonError(.badDelivery, text)
                }
                guard place.epoch == epoch else {
                    let text = "position \(entry.position): the record header is of another log than the session"
                    return CordonError(.badDelivery, text)
                }
                return nil
            } catch {
                return CordonError(.badDelivery, "position \(entry.position): \(error)")
            }
        }
    }

    func take(_ gap: Gap) {
        let event = SubscriptionGap(fromPosition: gap.fromPosition, toPosition: gap.toPosition, skipped: gap.skipped)
        guard let state = subscriptions[gap.tag], !state.isEnded else { return }
        state.append(event)
    }

    /// Ends a subscription on this side; what was delivered before can still be read.
    func finish(_ tag: UInt32, _ error: CordonError?) {
        guard let state = subscriptions[tag], !state.isEnded else { return }
        let wasOpening = state.isOpening
        state.stage = .ended(error)
        state.opening.resumeAll(with: .failure(error ?? .closed))
        if wasOpening {
            // Nobody has a handle to it.
            subscriptions[tag] = nil
        } else if !state.reading.isEmpty {
            if let event = state.takeEvent() { return state.reading.resumeFirst(with: .success(event)) }
            subscriptions[tag] = nil
            state.reading.resumeAll(with: error.map { .failure($0) } ?? .success(nil))
        }
    }

    func endSubscriptions(_ error: CordonError?) {
        for tag in Array(subscriptions.keys) { finish(tag, error) }
    }
}
