import Foundation

/// The real `aws` program without the time that it takes to start; see `Tests/Tools/AWS/warm.py`.
package struct WarmAWS: Sendable {
  /// Holds a program `aws`, to be put on a PATH.
  package let directory: String

  /// The one that runs for the suite.
  @TaskLocal package static var current: WarmAWS?

  package static var isInstalled: Bool {
    [HelperProcess.root + "/.venv/bin/aws", HelperProcess.python].allSatisfy(FileManager.default.isExecutableFile)
  }

  package static func running(_ work: @escaping @Sendable () async throws -> Void) async throws {
    try await HelperProcess.running(["Tests/Tools/AWS/warm.py"]) { _, directory in
      try await $current.withValue(WarmAWS(directory: directory), operation: work)
    }
  }
}
