import Foundation
import TestSupport

/// A folder under `Scripts` with one scenario: `script.txt`, and `envs` when it does not use the project's own.
struct ScriptFolder: CustomStringConvertible, Sendable {
  let url: URL

  var description: String { url.lastPathComponent }
  var script: URL { url.appendingPathComponent("script.txt") }

  /// The first line of a script that has only its commands: it is run when it is recorded, and loses the line then.
  static let draftMark = "# unrecorded\n"

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
    "Scripts")

  /// All, or those that `RECONCILE_SCRIPTS=promote,tags` names; a name without a script fails.
  static var all: [ScriptFolder] {
    if let names = ProcessInfo.processInfo.environment["RECONCILE_SCRIPTS"] {
      return names.split(separator: ",").map { ScriptFolder(url: root.appendingPathComponent(String($0))) }
    }
    let entries =
      (try? FileManager.default.contentsOfDirectory(at: root, includingPropertiesForKeys: nil)) ?? []
    return entries.map(ScriptFolder.init).filter { FileManager.default.fileExists(atPath: $0.script.path) }
      .sorted { $0.description < $1.description }
  }

  /// The scenario's own environments, or those of the project.
  var environments: URL {
    let own = url.appendingPathComponent("envs")
    if FileManager.default.fileExists(atPath: own.path) { return own }
    return Self.root.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("envs")
  }
}

/// A temporary folder in which a script runs: a copy of `envs`, the program on the path, and nothing of the outside.
struct Workplace {
  static var isRecording: Bool { ProcessInfo.processInfo.environment["RECONCILE_RECORD"] == "1" }

  private let root: URL
  let program: URL
  /// Variables on top of the few that every command gets; folders that go before the others on the PATH.
  var variables: [String: String] = [:]
  var searched: [String] = []

  init(for folder: ScriptFolder) throws { try self.init(environments: folder.environments) }

  init(environments: URL) throws {
    let made = FileManager.default.temporaryDirectory.appendingPathComponent(
      "reconcile-script-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
    root = made.resolvingSymlinksInPath()
    program = try BuiltProgram.locate()
    if FileManager.default.fileExists(atPath: environments.path) {
      try FileManager.default.copyItem(at: environments, to: root.appendingPathComponent("envs"))
    }
  }

  func scrub(_ text: String) -> String { Scrubber(root: root.path).scrub(text) }

  func file(_ name: String) -> String { root.appendingPathComponent(name).path }

  func remove() { try? FileManager.default.removeItem(at: root) }

  /// Runs one line in `sh`, without a terminal and without input; stdout and stderr come back together.
  func run(_ command: String, scrubs: Bool = true) throws -> (output: [String], exitCode: Int32) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = root
    process.environment = [
      "PATH": (searched + [program.deletingLastPathComponent().path, "/usr/bin", "/bin"]).joined(separator: ":"),
      "HOME": root.path, "RECONCILE_WHO": "kim@laptop", "LC_ALL": "C.UTF-8",
    ].merging(variables) { _, own in own }
    process.standardInput = FileHandle.nullDevice
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let text = scrubs ? scrub(String(decoding: data, as: UTF8.self)) : String(decoding: data, as: UTF8.self)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return (lines, process.terminationStatus)
  }
}

let isLinux: Bool = {
  #if os(Linux)
    true
  #else
    false
  #endif
}()
