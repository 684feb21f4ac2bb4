import Foundation
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// The Python of `.venv` with botocore in it, which judges what we sign and where we send it.
enum Botocore {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  private static let python = root + "/.venv/bin/python"

  static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: python) }

  /// What a script of this project prints.
  static func run(_ script: String, _ arguments: [String] = [], input: String = "") async throws -> String {
    let result = try await Subprocess.run(
      .path(FilePath(python)), arguments: Arguments(["\(root)/\(script)"] + arguments), input: .string(input),
      output: .string(limit: 16 << 20), error: .string(limit: 1 << 20))
    guard result.terminationStatus.isSuccess else { throw Failed(text: result.standardError) }
    return result.standardOutput
  }

  struct Failed: Error { var text: String }
}
