import Foundation
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// Version 2 of the `aws` program, which no package index has: the one that is installed on this machine.
package struct SecondVersion: Sendable {
  /// `RECONCILE_TEST_AWS_2` names another one than those that installers make.
  package var path: String
  /// `2.9.19`
  package var version: String
  /// The same program without the time that it takes to start, where that can be had; see `Tests/Tools/Moto/serve.py`.
  package var warmProgram: String

  /// The one that is kept warm for the suite.
  @TaskLocal package static var current: SecondVersion?

  private static let places = ["/usr/local/bin/aws", "/opt/homebrew/bin/aws", "/usr/bin/aws"]

  /// Nil when there is none, or when what is there is a version 1.
  package static func find() async -> SecondVersion? {
    let declared = ProcessInfo.processInfo.environment["RECONCILE_TEST_AWS_2"].map { [$0] }
    for path in declared ?? places where FileManager.default.isExecutableFile(atPath: path) {
      let output = try? await Subprocess.run(
        .path(FilePath(path)), arguments: ["--version"], output: .string(limit: 1 << 16), error: .discarded)
      let name = output?.standardOutput.split(separator: " ").first ?? ""
      guard name.hasPrefix("aws-cli/2.") else { continue }
      return SecondVersion(path: path, version: String(name.dropFirst("aws-cli/".count)), warmProgram: path)
    }
    return nil
  }

  /// Keeps it warm when it is a program in Python, as Debian's is. What Amazon's installer makes is started anew for each call.
  package func running(_ work: @escaping @Sendable () async throws -> Void) async throws {
    guard let python else { return try await Self.$current.withValue(self, operation: work) }
    try await MotoServer.serving(python, ["--aws"]) { _, program in
      var warm = self
      warm.warmProgram = program
      try await Self.$current.withValue(warm, operation: work)
    }
  }

  private var python: String? {
    let head = FileHandle(forReadingAtPath: path).flatMap { try? $0.read(upToCount: 256) } ?? Data()
    let line = String(decoding: head, as: UTF8.self).split(separator: "\n").first ?? ""
    return line.hasPrefix("#!/") && line.contains("python") && !line.contains(" ") ? String(line.dropFirst(2)) : nil
  }
}
