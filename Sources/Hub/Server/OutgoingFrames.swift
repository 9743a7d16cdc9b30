internal import Journal
internal import ZeroMQ

/// Frames of records that go to several peers in one turn: each is made once and shared by libzmq's reference count.
struct SharedRecordFrames: ~Copyable {
    private static let recordsMax = 512
    private static let framesPerRecord = 3

    private var frames = MessageFrames(capacity: recordsMax * framesPerRecord)
    private var places: [ObjectIdentifier: Int] = [:]

    /// Forgets all frames: at the end of a turn, while the records are still alive.
    mutating func removeAll() {
        guard !places.isEmpty else { return }
        frames.removeAll()
        places.removeAll(keepingCapacity: true)
    }

    /// Adds the three frames of a record to a message.
    mutating func append(_ record: DeliveryRecord, to message: inout MessageFrames) throws(ZeroMQError) {
        var place = places[ObjectIdentifier(record)]
        if place == nil {
            if frames.count + Self.framesPerRecord > frames.capacity { removeAll() }
            place = frames.count
            try add(record)
            places[ObjectIdentifier(record)] = place
        }
        guard let place else { return }
        for offset in 0..<Self.framesPerRecord {
            try message.append(sharingFrame: place + offset, of: &frames)
        }
    }

    private mutating func add(_ record: DeliveryRecord) throws(ZeroMQError) {
        let entry = record.entry
        let outcome: Result<Void, ZeroMQError> = entry.withUnsafeParts { header, body, signature in
            do throws(ZeroMQError) {
                try frames.append(copying: header)
                try frames.append(copying: body)
                try frames.append(copying: signature)
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try outcome.get()
    }
}
