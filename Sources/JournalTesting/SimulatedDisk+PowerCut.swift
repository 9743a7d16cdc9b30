/// A small generator of chance that gives the same for the same seed (SplitMix64).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A generator that begins at `seed`.
    public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension SimulatedDisk {
    private static let sectorBytes = 512

    /// What chance leaves of changes that were not synced.
    private enum Mode: CaseIterable {
        case none, all, prefix, some, torn, sectors
    }

    /// The disk after the power was cut.
    func afterPowerCut(seed: UInt64) -> SimulatedDisk {
        var chance = SeededGenerator(seed: seed)
        var disk = SimulatedDisk(faults: SimulatedFileSystem.Faults())
        disk.durableNames = durableNames
        for change in survivors(of: pendingNames, &chance) { Self.apply(change, to: &disk.durableNames) }
        let mode = Mode.allCases.randomElement(using: &chance) ?? .none
        disk.inodes = inodes.map { inode in
            var bytes = inode.durable
            for change in survivors(of: inode.pending, mode, &chance) { Inode.apply(change, to: &bytes) }
            return Inode(current: bytes, durable: bytes)
        }
        disk.names = disk.durableNames
        return disk
    }

    /// The disk after the process was killed.
    func afterKill() -> SimulatedDisk {
        var disk = self
        disk.faults = SimulatedFileSystem.Faults()
        disk.locks = []
        return disk
    }

    private func survivors(of changes: [NameChange], _ chance: inout SeededGenerator) -> [NameChange] {
        switch UInt8.random(in: 0..<4, using: &chance) {
        case 0: []
        case 1: changes
        case 2: Array(changes.prefix(Int.random(in: 0...changes.count, using: &chance)))
        default: changes.filter { _ in Bool.random(using: &chance) }
        }
    }

    private func survivors(of changes: [Change], _ mode: Mode, _ chance: inout SeededGenerator) -> [Change] {
        switch mode {
        case .none: return []
        case .all: return changes
        case .prefix: return Array(changes.prefix(Int.random(in: 0...changes.count, using: &chance)))
        case .some: return changes.filter { _ in Bool.random(using: &chance) }
        case .torn:
            return changes.compactMap { change in
                guard case .write(let offset, let bytes) = change else { return change }
                return .write(offset, Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &chance))))
            }
        case .sectors:
            return changes.flatMap { change in
                guard case .write(let offset, let bytes) = change else { return [change] }
                return sectors(offset, bytes).filter { _ in Bool.random(using: &chance) }
            }
        }
    }

    private func sectors(_ offset: Int, _ bytes: [UInt8]) -> [Change] {
        var pieces: [Change] = []
        var at = offset
        while at < offset + bytes.count {
            let end = min((at / Self.sectorBytes + 1) * Self.sectorBytes, offset + bytes.count)
            pieces.append(.write(at, Array(bytes[(at - offset)..<(end - offset)])))
            at = end
        }
        return pieces
    }
}
