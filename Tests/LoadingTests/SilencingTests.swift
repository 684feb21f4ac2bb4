import Diagnostics
import Loading
import TestSupport
import Testing

/// Findings that an environment accepts.
@Suite struct SilencingTests {
  private static let provider = #""provider": {"name": "simulated-aws", "region": "eu-west-1", "accountId": "111111111111"}"#
  private static let definition = """
    {"family": "app", "containerDefinitions": [
      {"name": "web", "image": "nginx:1", "memory": 64, "environment": [{"name": 1️⃣"DB_PASSWORD", "value": "hunter2x"}]},
      {"name": "side", "image": "nginx:1", "memory": 64, "environment": [{"name": 2️⃣"API_TOKEN", "value": "hunter2y"}]}]}
    """

  private func findings(_ entries: String, _ definition: String = definition) throws -> [String] {
    try MarkedEnvironment([
      "environment.json": "{\(Self.provider), \"validation\": {\"silence\": [\(entries)]}}",
      "task-definitions/app.json": definition,
    ]).findings.map { line in
      // Place, severity and code.
      String(line.split(separator: " ").prefix(3).joined(separator: " ").dropLast())
    }
  }

  @Test(
    "what is accepted is not said",
    arguments: [
      ("", ["1️⃣ warning secret-in-environment", "2️⃣ warning secret-in-environment"]),
      (#"{"rule": "secret-in-environment", "reason": "r"}"#, []),
      (#"{"rule": "secret-in-environment", "path": "task-definitions/app.json", "reason": "r"}"#, []),
      (
        ##"{"rule": "secret-in-environment", "path": "task-definitions/app.json#/containerDefinitions/0", "reason": "r"}"##,
        ["2️⃣ warning secret-in-environment"]
      ),
      (
        ##"{"rule": "secret-in-environment", "path": "task-definitions/app.json#/containerDefinitions/1/environment/0/name", "reason": "r"}"##,
        ["1️⃣ warning secret-in-environment"]
      ),
    ] as [(String, [String])])
  func whatIsAcceptedIsNotSaid(entries: String, expected: [String]) throws {
    #expect(try findings(entries) == expected)
  }

  @Test(
    "what is wrong with an entry is said",
    arguments: [
      (#"{"rule": "secret-in-enviroment", "reason": "r"}"#, "error silence-unknown-rule"),
      (#"{"rule": "secret-in-environment"}"#, "error silence-incomplete"),
      (#"{"rule": "secret-in-environment", "reason": " "}"#, "error silence-incomplete"),
      (#"{"rule": "secret-in-environment", "reason": "r", "pth": "x"}"#, "error silence-member-unknown"),
      (#"{"rule": "launch-volume", "reason": "r"}"#, "warning silence-unused"),
      (#"{"rule": "secret-in-environment", "path": "services/app.json", "reason": "r"}"#, "warning silence-unused"),
      (
        ##"{"rule": "secret-in-environment", "path": "task-definitions/app.json#/nowhere", "reason": "r"}"##,
        "warning silence-unused"
      ),
    ])
  func whatIsWrongWithAnEntryIsSaid(entry: String, expected: String) throws {
    let codes = try findings(entry).map { $0.split(separator: " ").dropFirst().joined(separator: " ") }
    #expect(codes.contains(expected))
  }

  @Test("an error cannot be silenced")
  func anErrorCannotBeSilenced() throws {
    let codes = try findings(
      #"{"rule": "memory-missing", "reason": "r"}"#,
      #"{"family": "app", "containerDefinitions": [1️⃣{"name": "web", "image": "nginx:1"}]}"#
    ).map { $0.split(separator: " ").dropFirst().joined(separator: " ") }
    #expect(codes.sorted() == ["error memory-missing", "error silence-of-error"])
  }

  @Test("what is silenced is counted")
  func whatIsSilencedIsCounted() throws {
    let result = try MarkedEnvironment([
      "environment.json":
        "{\(Self.provider), \"validation\": {\"silence\": [{\"rule\": \"secret-in-environment\", \"reason\": \"r\"}]}}",
      "task-definitions/app.json": Self.definition,
    ]).load()
    #expect(result.silenced == 2)
    #expect(result.environment != nil)
  }

  @Test("strict findings are errors but for notes")
  func strictFindingsAreErrorsButForNotes() {
    let findings = [Diagnostic(.note, "a", ""), Diagnostic(.warning, "b", ""), Diagnostic(.error, "c", "")]
    #expect(findings.strict.map(\.severity) == [.note, .error, .error])
  }
}
