extension Subscribe {
    private static let nameBounds = 0...ProtocolLimits.subscriptionNameBytesMax
    private static let topicBounds = 1...ProtocolLimits.topicPatternBytesMax
    private static let topicCountBounds = 1...ProtocolLimits.topicPatternsMax
    private static let ruleBounds = 0...ProtocolLimits.ruleBytesMax

    /// Refuses what no hub would decode: names, patterns or a rule beyond their bounds.
    ///
    /// - Throws: `ProtocolError` naming the first field that is wrong.
    public func check() throws(ProtocolError) {
        try Self.check(name.utf8.count, Self.nameBounds, "name")
        try Self.check(topics.count, Self.topicCountBounds, "topic-count")
        for topic in topics { try Self.check(topic.utf8.count, Self.topicBounds, "topic") }
        try Self.check(rule.utf8.count, Self.ruleBounds, "rule")
        guard (mode == .durable) == !name.isEmpty, mode == .durable || start != .cursor else {
            throw ProtocolError(command: .subscribe, field: "mode", problem: .contradiction)
        }
    }

    private static func check(_ found: Int, _ bounds: ClosedRange<Int>, _ field: String) throws(ProtocolError) {
        guard !bounds.contains(found) else { return }
        let problem = ProtocolError.Problem.outOfRange(
            found: UInt64(found), least: UInt64(bounds.lowerBound), most: UInt64(bounds.upperBound))
        throw ProtocolError(command: .subscribe, field: field, problem: problem)
    }

    /// Appends the first frame; no frames follow.
    ///
    /// - Precondition: `check()` does not throw.
    public func encode(into buffer: inout [UInt8]) {
        buffer.appendHeader(.subscribe, following: 0)
        buffer.appendInteger(tag)
        buffer.append(mode.rawValue)
        buffer.append(options.rawValue)
        buffer.append(start.kind)
        buffer.appendInteger(start.value)
        buffer.appendInteger(epoch)
        buffer.appendShortString(name, most: ProtocolLimits.subscriptionNameBytesMax)
        buffer.append(UInt8(clamping: topics.count))
        for topic in topics { buffer.appendShortString(topic, most: ProtocolLimits.topicPatternBytesMax) }
        buffer.appendLongString(rule, most: ProtocolLimits.ruleBytesMax)
    }

    /// Reads the first frame.
    public init(decoding frame: UnsafeRawBufferPointer) throws(ProtocolError) {
        var reader = try WireReader(frame, .subscribe)
        try reader.expectFollowing(0)
        tag = try reader.word("tag")
        let modeByte = try reader.byte("mode")
        guard let mode = Mode(rawValue: modeByte) else {
            throw reader.failure("mode", .unknownValue(UInt64(modeByte)))
        }
        self.mode = mode
        options = Options(rawValue: try reader.byte("flags"))
        guard options.isSubset(of: .all) else {
            throw reader.failure("flags", .unknownValue(UInt64(options.rawValue)))
        }
        let kind = try reader.byte("start")
        let value = try reader.long("start-value")
        guard let start = Start(kind: kind, value: value) else {
            throw reader.failure("start", .unknownValue(UInt64(kind)))
        }
        self.start = start
        epoch = try reader.octets16("epoch")
        name = try reader.shortString("name", Self.nameBounds)
        topics = []
        for _ in 0..<(try reader.bounded(reader.byte("topic-count"), Self.topicCountBounds, "topic-count")) {
            topics.append(try reader.shortString("topic", Self.topicBounds))
        }
        rule = try reader.longString("rule", Self.ruleBounds)
        try check()
        try reader.finish()
    }
}

extension Subscribe.Start {
    fileprivate var kind: UInt8 {
        switch self {
        case .cursor: 0
        case .earliest: 1
        case .latest: 2
        case .position: 3
        case .time: 4
        }
    }

    fileprivate var value: UInt64 {
        switch self {
        case .cursor, .earliest, .latest: 0
        case .position(let value), .time(let value): value
        }
    }

    fileprivate init?(kind: UInt8, value: UInt64) {
        switch kind {
        case 0 where value == 0: self = .cursor
        case 1 where value == 0: self = .earliest
        case 2 where value == 0: self = .latest
        case 3: self = .position(value)
        case 4: self = .time(value)
        default: return nil
        }
    }
}
