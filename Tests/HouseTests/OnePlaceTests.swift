import Foundation
import Platform
import Testing

/// What the source says in one place, and nowhere else.
@Suite("One meaning, one place")
struct OnePlaceTests {
  struct Rule: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// None of these may stand in a source file,
    let texts: [String]
    /// except below these paths, each with its reason.
    let places: [String]
  }

  static let rules = [
    Rule(
      testDescription: "Variables of the process are asked for in ProcessEnvironment",
      texts: ["getenv(", "ProcessInfo"], places: ["Platform/ProcessEnvironment.swift"]),
    Rule(
      testDescription: "The program's own variables are named in OwnVariable",
      texts: OwnVariable.allCases.map { "\"\($0.rawValue)\"" }, places: ["Platform/ProcessEnvironment.swift"]),
    Rule(
      testDescription: "Files are opened, listed and put in place by FileSystem",
      texts: ["O_RDONLY", "O_WRONLY", "opendir(", "rename(", "unlink("],
      places: ["Platform/Files/"]),
    Rule(
      testDescription: "Providers are named in ProviderName",
      // The label of a database's queue is a word for debuggers.
      texts: ["\"simulated-aws\"", "\"aws-cli\""],
      places: ["Resources/ProviderName.swift", "SimulatedAWS/Storage/CloudFile.swift"]),
    Rule(
      testDescription: "Clients are made by ClientFactory",
      texts: ["AWSCommandLineClient("], places: ["Engine/Opening/ClientFactory.swift"]),
    Rule(
      testDescription: "Error codes of our own are named in LocalErrorCode",
      texts: [
        "\"Unreachable\"", "\"ProgramMissing\"", "\"ProgramTooOld\"", "\"BadAnswer\"", "\"LockLost\"", "\"NoCredentials\"",
        "\"ProfileMissing\"",
        "\"ConfigurationInvalid\"", "\"MFACodeNeeded\"", "\"RoleRefused\"", "\"LibraryMissing\"",
      ],
      places: ["Providers/LocalErrorCode.swift"]),
    Rule(
      testDescription: "Results of runs are named in RunResult",
      texts: ["result: \"", "result == \""], places: []),
    Rule(
      testDescription: "Files of states are named in StateFileNames",
      texts: [".sqlite\"", ".s3.sqlite", "\"-wal\""],
      places: [
        "Recording/StateFileNames.swift",
        // SQLite's own log, which is looked at apart from the file.
        "Recording/StateFile.swift", "Recording/StateCopy.swift", "Recording/StateRestoration.swift",
        // A copy in a folder of its own, which ends with it.
        "RemoteState/SnapshotAudit.swift",
        // An example in the help.
        "reconcile/Commands/StateRestoring.swift",
      ]),
    Rule(
      testDescription: "Locks are taken and let go by LockAttempt.holdingLock",
      // `lock release` and an interrupt release the lock of somebody else's work.
      texts: [".acquire(", ".releaseLock("],
      places: [
        "Engine/State/HoldingLock.swift", "Recording/", "reconcile/Commands/LockCommand.swift",
        "reconcile/Commands/ApplyCommand.swift",
      ]),
  ]

  @Test("What has one place is said nowhere else", arguments: rules)
  func isSaidNowhereElse(rule: Rule) throws {
    for file in try Self.sources() where !rule.places.contains(where: { file.path.hasPrefix($0) }) {
      for (number, line) in file.lines.enumerated() where !line.drop(while: \.isWhitespace).hasPrefix("//") {
        for text in rule.texts where line.contains(text) {
          Issue.record("Sources/\(file.path):\(number + 1) says \(text)")
        }
      }
    }
  }

  @Test("Every exception is still needed", arguments: rules)
  func exceptions(rule: Rule) throws {
    let sources = try Self.sources()
    for place in rule.places {
      let said = sources.contains { file in
        file.path.hasPrefix(place) && rule.texts.contains { text in file.lines.contains { $0.contains(text) } }
      }
      #expect(said, "nothing below Sources/\(place) says any of \(rule.texts)")
    }
  }

  private static func sources() throws -> [(path: String, lines: [String])] {
    let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/Sources"
    let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    let files = names.filter { $0.hasSuffix(".swift") }.sorted()
    try #require(files.count > 300)
    return try files.map { ($0, try String(contentsOfFile: "\(root)/\($0)", encoding: .utf8).components(separatedBy: "\n")) }
  }
}
