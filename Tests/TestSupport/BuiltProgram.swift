package import Foundation

/// The `reconcile` program of this build.
package enum BuiltProgram {
  /// The product lies beside the test bundle; where that is depends on the platform.
  package static func locate() throws -> URL {
    var folders = Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() }
    folders.append(Bundle.main.bundleURL)
    folders += CommandLine.arguments.prefix(2).map { URL(fileURLWithPath: $0).deletingLastPathComponent() }
    let candidates = folders.map { $0.appendingPathComponent("reconcile") }
    guard let found = candidates.first(where: { isFile($0) }) else { throw Missing(looked: candidates.map(\.path)) }
    return found
  }

  package struct Missing: Error {
    package var looked: [String]
  }

  private static func isFile(_ url: URL) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) && !isDirectory.boolValue
      && FileManager.default.isExecutableFile(atPath: url.path)
  }
}
