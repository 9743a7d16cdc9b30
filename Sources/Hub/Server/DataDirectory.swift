internal import Foundation

/// The folder that holds the log and its index.
enum DataDirectory {
    /// Makes the folder where it is not there.
    static func make(_ path: String) throws(HubStartError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw HubStartError("the data directory \(path) cannot be made: \(reason(error))")
        }
    }

    /// What would keep a hub from using the folder, nil where nothing is to be seen. Makes nothing.
    static func obstacle(_ path: String) -> String? {
        var place = URL(fileURLWithPath: path).standardizedFileURL
        while access(place.path, F_OK) != 0 {
            if errno != ENOENT || place.path == "/" { return "\(place.path): \(String(cString: strerror(errno)))" }
            place.deleteLastPathComponent()
        }
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder)
        guard isFolder.boolValue else { return "\(place.path) is a file, and a folder is needed" }
        guard access(place.path, W_OK | X_OK) == 0 else { return "this user may not write into \(place.path)" }
        return nil
    }

    /// The system's reason, without the wrapping that is none.
    private static func reason(_ error: any Error) -> String {
        guard let cause = (error as? CocoaError)?.underlying as? POSIXError else { return error.localizedDescription }
        return String(cString: strerror(cause.code.rawValue))
    }
}
