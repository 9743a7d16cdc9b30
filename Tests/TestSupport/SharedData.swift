public import Foundation

/// Where the public suites and data sets lie: beside the checkout, or where `CORDON_SHARED` says.
public enum SharedData {
    /// The folder of the package.
    public static let packageRoot: URL = {
        var folder = URL(fileURLWithPath: #filePath)
        while folder.path != "/", !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path)
        {
            folder.deleteLastPathComponent()
        }
        return folder
    }()

    /// The folder that holds `data` and `bench`.
    public static let root: URL = {
        if let named = ProcessInfo.processInfo.environment["CORDON_SHARED"] { return URL(fileURLWithPath: named) }
        return packageRoot.deletingLastPathComponent().appending(path: "shared")
    }()

    /// The file or folder at a path below `root`, nil where it is absent.
    public static func url(_ path: String) -> URL? {
        let url = root.appending(path: path)
        return FileManager.default.fileExists(atPath: url.path) ? url : nil
    }

    /// Whether a path below `root` is there: the condition on which suites run.
    public static func has(_ path: String) -> Bool { url(path) != nil }

    /// The bytes of a file below `root`.
    public static func bytes(_ path: String) throws -> [UInt8] {
        try Array(Data(contentsOf: root.appending(path: path)))
    }
}
