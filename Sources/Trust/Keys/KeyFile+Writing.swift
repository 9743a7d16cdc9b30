extension KeyFile {
    /// Where a pair was written.
    public struct Paths: Equatable, Sendable {
        /// The public file, which goes to the operator of the hub.
        public let publicPath: String
        /// The secret file, which stays.
        public let secretPath: String
    }

    /// Writes `NAME.key` (mode 0644) and `NAME.key_secret` (mode 0600) into a folder, complete or not at all and safe
    /// on disk when this returns. Files of these names are left alone unless `replacing`.
    ///
    /// - Parameters:
    ///   - pair: The pair.
    ///   - folder: A folder that exists.
    ///   - name: The files' name without suffix: letters, digits, `.`, `_`, `-`; not beginning with `.`.
    ///   - metadata: Written into both files; names like `name`'s, values of one line without quotes.
    ///   - replacing: Whether files of these names are replaced.
    @discardableResult
    public static func write(
        _ pair: TransportKeyPair, inFolder folder: String, name: String, metadata: [KeyFileMetadata] = [],
        replacing: Bool = false
    ) throws(KeyFileError) -> Paths {
        let base = folder.isEmpty ? name : "\(folder)/\(name)"
        guard isWritableName(name) else {
            throw KeyFileError(.unwritable, path: base, "the name may have letters, digits, '.', '_' and '-' only")
        }
        let header = try section("metadata", metadata, path: base)
        let paths = Paths(publicPath: base + publicSuffix, secretPath: base + secretSuffix)
        let publicLines = Array((publicBanner + header + publicLines(pair.publicKey)).utf8)
        let publicText = GuardedMemory(count: publicLines.count) { $0.copyBytes(from: publicLines) }
        let secretText = secretText(pair, header: header)
        let secretFile = NewFile(folder: folder, path: paths.secretPath, mode: 0o600)
        let publicFile = NewFile(folder: folder, path: paths.publicPath, mode: 0o644)
        try secretText.withBytes { (bytes) throws(KeyFileError) in try secretFile.create(bytes, replacing: replacing) }
        do throws(KeyFileError) {
            try publicText.withBytes { (bytes) throws(KeyFileError) in
                try publicFile.create(bytes, replacing: replacing)
            }
        } catch {
            // Not half a pair: a secret without its public file would stand in the way of the next attempt.
            if !replacing { secretFile.remove() }
            throw error
        }
        try NewFile.syncFolder(folder)
        return paths
    }

    private static let publicBanner = """
        # CURVE public key (ZeroMQ). Give this file to whoever needs to know the key.

        """

    private static let secretBanner = """
        # CURVE SECRET key (ZeroMQ). Do not give this file to anybody, and do not open its permissions.

        """

    private static func publicLines(_ key: TransportKey) -> String {
        "curve\n    public-key = \"\(key.z85)\"\n"
    }

    private static func secretText(_ pair: TransportKeyPair, header: String) -> GuardedMemory {
        let before = Array((secretBanner + header + publicLines(pair.publicKey) + "    secret-key = \"").utf8)
        let after = Array("\"\n".utf8)
        return GuardedMemory(count: before.count + TransportKey.z85Count + after.count) { target in
            target.copyBytes(from: before)
            pair.secret.withZ85 { secret in
                UnsafeMutableRawBufferPointer(rebasing: target[before.count...]).copyMemory(from: secret)
            }
            UnsafeMutableRawBufferPointer(rebasing: target[(before.count + TransportKey.z85Count)...])
                .copyBytes(from: after)
        }
    }

    private static func section(
        _ title: String, _ lines: [KeyFileMetadata], path: String
    ) throws(KeyFileError) -> String {
        var text = title + "\n"
        for line in lines {
            let isGood =
                isWritableName(line.name)
                && line.value.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\"" && $0.value != 0x7f }
            guard isGood, lines.count <= KeyFileText.metadataMax, line.value.utf8.count <= 200 else {
                throw KeyFileError(
                    .unwritable, path: path,
                    "metadata must be at most \(KeyFileText.metadataMax) lines of up to 200 bytes without quotes")
            }
            text += "    \(line.name) = \"\(line.value)\"\n"
        }
        return text
    }

    private static func isWritableName(_ name: String) -> Bool {
        guard let first = name.utf8.first, first != UInt8(ascii: "."), name.utf8.count <= 100 else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "._-".utf8.contains(byte)
            }
        }
    }
}
