import Foundation
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// Python programs of the tests that run beside them and end with them.
package enum HelperProcess {
  package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  package static let python = root + "/.venv/bin/python"

  package struct DidNotStart: Error {
    package init() {}
  }

  /// Runs one, a path in the project with its options, with a directory of its own; the work begins with the first line that it prints.
  ///
  /// It ends with us, however we end: then its standard input is closed.
  package static func running(
    python: String = Self.python, _ script: [String],
    _ work: @escaping @Sendable (_ line: String, _ directory: String) async throws -> Void
  ) async throws {
    let directory = FileManager.default.temporaryDirectory.path + "/reconcile-companion-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let arguments = script.prefix(1).map { "\(root)/\($0)" } + script.dropFirst() + [directory]
    _ = try await Subprocess.run(
      .path(FilePath(python)), arguments: Arguments(arguments), input: .inputWriter, output: .sequence, error: .discarded
    ) { process in
      for try await line in process.standardOutput.strings() { return try await work(line, directory) }
      throw DidNotStart()
    }
  }
}
