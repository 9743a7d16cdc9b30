internal import CZeroMQ

/// Whether a call waits.
public enum TransferMode: Sendable {
    /// Answer at once; for poll loops.
    case nonBlocking
    /// Wait, for at most the socket's time-out; for tools and tests.
    case blocking

    var flags: Int32 { self == .nonBlocking ? ZMQ_DONTWAIT : 0 }
}

/// What came of receiving.
@frozen
public enum ReceiveOutcome: Sendable {
    /// There is no message.
    case nothing
    /// A whole message is in the frames.
    case message
    /// A message had more frames than there is room for. The first ones are in the frames, enough to know who sent it;
    /// the others are gone, and `receivedFrameCount` tells how many there were.
    case tooManyFrames
}

/// What came of sending.
@frozen
public enum SendOutcome: Sendable {
    /// The message is queued; the frames are empty again.
    case sent
    /// The peer's queue is full, or there is no peer yet. The frames are as they were.
    case wouldBlock
    /// ROUTER: no such peer is connected. The frames are as they were.
    case unreachable
    /// The connection ended between two frames: nothing of the message arrives, and the frames are gone.
    case abandoned
}

extension Socket {
    /// Receives one whole message into frames, in place of what they held.
    ///
    /// Works without allocating, but for what libzmq does. Interruptions by signals are not seen.
    /// - Throws: `ZeroMQError.terminated` when the context was shut down, `wrongState` where the type may not receive.
    public func receive(
        into frames: inout MessageFrames, mode: TransferMode = .nonBlocking
    ) throws(ZeroMQError) -> ReceiveOutcome {
        frames.removeAll()
        var flags = mode.flags
        var more = true
        while more && frames.receivedFrameCount < frames.capacity {
            let frame = frames.slots + frames.receivedFrameCount
            guard receive(frame, flags: flags) else {
                let error = ZeroMQError.last
                if error == .wouldBlock && frames.receivedFrameCount == 0 { return .nothing }
                throw error
            }
            frames.noteReceived(byteCount: zmq_msg_size(frame))
            more = zmq_msg_more(frame) == 1
            // libzmq shows only whole messages, so what follows the first frame is there.
            flags = ZMQ_DONTWAIT
        }
        guard more else { return .message }
        try drain(into: &frames)
        return .tooManyFrames
    }

    /// Reads and drops the rest of a message, so that the next one begins with its first frame.
    private func drain(into frames: inout MessageFrames) throws(ZeroMQError) {
        var scratch = zmq_msg_t()
        zmq_msg_init(&scratch)
        defer { zmq_msg_close(&scratch) }
        var more = true
        while more {
            guard receive(&scratch, flags: ZMQ_DONTWAIT) else { throw .last }
            frames.noteReceived(byteCount: zmq_msg_size(&scratch))
            more = zmq_msg_more(&scratch) == 1
        }
    }

    private func receive(_ frame: UnsafeMutablePointer<zmq_msg_t>, flags: Int32) -> Bool {
        while true {
            if zmq_msg_recv(frame, pointer, flags) >= 0 { return true }
            if ZeroMQError.last != .interrupted { return false }
        }
    }

    /// Sends frames as one message, all of it or nothing.
    ///
    /// With a ROUTER the first frame is the routing id, and everything that can be refused is refused at it. Frames
    /// that were not sent stay, to be sent later.
    /// - Throws: `ZeroMQError.terminated` when the context was shut down, `wrongState` where the type may not send.
    public func send(
        _ frames: inout MessageFrames, mode: TransferMode = .nonBlocking
    ) throws(ZeroMQError) -> SendOutcome {
        precondition(frames.count > 0, "a message without frames was to be sent")
        let last = frames.count - 1
        for index in 0...last {
            let flags = mode.flags | (index < last ? ZMQ_SNDMORE : 0)
            if send(frames.slots + index, flags: flags) { continue }
            let error = ZeroMQError.last
            switch (index, error) {
            case (0, .wouldBlock): return .wouldBlock
            case (0, .unreachable): return .unreachable
            case (1..., .wouldBlock):
                abandon(&frames, after: index)
                return .abandoned
            default:
                if index > 0 { frames.removeAll() }
                throw error
            }
        }
        frames.removeAll()
        return .sent
    }

    /// Sends the rest of a message whose connection ended under it.
    ///
    /// libzmq drops all frames up to a last one, and only then begins a new message: if these were kept back, it would
    /// silently drop the next message in their place.
    private func abandon(_ frames: inout MessageFrames, after index: Int) {
        let last = frames.count - 1
        for rest in index + 1..<max(index + 1, last + 1) {
            _ = send(frames.slots + rest, flags: ZMQ_DONTWAIT | (rest < last ? ZMQ_SNDMORE : 0))
        }
        frames.removeAll()
    }

    private func send(_ frame: UnsafeMutablePointer<zmq_msg_t>, flags: Int32) -> Bool {
        while true {
            if zmq_msg_send(frame, pointer, flags) >= 0 { return true }
            if ZeroMQError.last != .interrupted { return false }
        }
    }

    /// Sends one message as a message of one frame; the message is empty afterwards if it was sent.
    ///
    /// - Throws: as `send(_:mode:)` for frames.
    public func send(_ message: inout Message, mode: TransferMode = .nonBlocking) throws(ZeroMQError) -> SendOutcome {
        if send(message.pointer, flags: mode.flags) { return .sent }
        switch ZeroMQError.last {
        case .wouldBlock: return .wouldBlock
        case .unreachable: return .unreachable
        case let error: throw error
        }
    }
}
