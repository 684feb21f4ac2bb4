import Diagnostics
import Foundation
import JSONDocument
import Loading
import Planning
import Resources
import TestSupport
import Testing
import Validation

/// The rules book says what is so, the code follows it, and a test holds each rule: what is cited is there, and what is there
/// is true.
@Suite("The rules book")
struct RulesBookTests {
  private static let book = RulesBook.book

  // MARK: Its form

  @Test("each rule stands once, with a source")
  func form() {
    #expect(Self.book.rules.count > 150)
    #expect(Self.book.ids.count == Self.book.rules.count)
    for rule in Self.book.rules {
      #expect(rule.source?.isEmpty == false, "\(rule.testDescription) has no source")
    }
  }

  @Test("no number is left out")
  func numbers() {
    func numbered(_ letter: String, _ numbers: ClosedRange<Int>) -> Set<String> {
      Set(numbers.map { letter + ($0 < 10 ? "0" : "") + "\($0)" })
    }
    let wanted = numbered("E", 1...33).union(["E40"]).union(numbered("S", 1...12)).union(numbered("R", 1...6))
      .union(numbered("V", 1...98))
    #expect(wanted.subtracting(Self.book.ids).sorted() == [])
  }

  @Test("files that follow a rule are there")
  func code() {
    let names = Set(Repository.files.filter { !$0.isTest }.map(\.name))
    for rule in Self.book.rules {
      #expect(rule.isOfValidation || !rule.code.isEmpty, "\(rule.testDescription) names no code")
      for name in rule.code { #expect(names.contains(name), "\(rule.testDescription): there is no \(name)") }
    }
  }

  // MARK: Citations

  @Test("every rule that code or tests cite is in the book")
  func citations() {
    #expect(Repository.citations.count > 100)
    for citation in Repository.citations where !Self.book.ids.contains(citation.id) {
      Issue.record("\(citation.path):\(citation.line) cites \(citation.id), which docs/ecs-rules.md does not have")
    }
  }

  @Test("every rule has an example or a test that cites it", arguments: book.rules)
  func isTested(rule: RulesBook.Rule) {
    let tests = Repository.files.filter(\.isTest).map(\.path)
    let cited = Repository.citations.contains { $0.id == rule.id && tests.contains($0.path) }
    #expect(!rule.examples.isEmpty || cited, "\(rule.testDescription) has no example, and no test cites it")
  }

  @Test(
    "citations are told from other words",
    arguments: [
      ("/// E11: in `awsvpc` and `host`", ["E11"]), ("Tests of S01 to S12", ["S01", "S12"]), ("(rule a.6)", ["a.6"]),
      ("/// Rules A5, a.2 and a.8", ["A5", "a.2", "a.8"]), (#"RuleCase("a.2", "sorted")"#, ["a.2"]),
      ("an object in S3, Signature V4", []),
      (#"["A": "a"], "AWS4-HMAC-SHA256""#, []),
    ])
  func ids(line: String, expected: [String]) {
    #expect(Repository.ids(in: line) == expected)
  }

  // MARK: Examples

  @Test("equal documents have no differences", arguments: book.examples.filter { $0.words.first == "equal" })
  func equal(example: RulesBook.Example) throws {
    #expect(try differences(example) == [])
  }

  @Test("unequal documents have some", arguments: book.examples.filter { $0.words.first == "unequal" })
  func unequal(example: RulesBook.Example) throws {
    #expect(try differences(example) != [])
  }

  /// From what AWS answers to what the file says; of a task definition in the other direction as well, and by its content.
  private func differences(_ example: RulesBook.Example) throws -> [String] {
    let kind = try #require(ResourceKind.all.first { $0.folder == Self.folders[example.words.last ?? ""] })
    try #require(example.lines.count == 2, "an example is two documents, one a line")
    let written = try JSON(text: example.lines[0])
    let answered = try JSON(text: example.lines[1])
    let paths = Differ(kind).changes(from: answered, to: written).map(\.path.description)
    if kind == .taskDefinition {
      #expect(Differ(kind).changes(from: written, to: answered).map(\.path.description) == paths)
    }
    for document in [written, answered] {
      let normal = kind.normalForm(of: document)
      #expect(kind.normalForm(of: normal) == normal, "the normal form of a normal form is itself")
    }
    return paths
  }

  /// By what a kind is called: `log-group`.
  private static let folders = Dictionary(
    uniqueKeysWithValues: ResourceKind.all.map { ($0.noun.replacing(" ", with: "-"), $0.folder) })

  @Test("what breaks a rule is found by its code", arguments: book.examples.filter { $0.words.first == "breaks" })
  func broken(example: RulesBook.Example) throws {
    let files = try JSON(text: example.lines.joined(separator: "\n")).objectValue ?? JSONObject()
    let found = try MarkedEnvironment(
      Dictionary(uniqueKeysWithValues: files.map { ($0.key, $0.value.text()) })
    ).load().diagnostics
    let severity: Diagnostic.Severity = example.words.last == "warning" ? .warning : .error
    #expect(
      found.contains { $0.code == example.words[1] && $0.severity == severity },
      "\(found.map { "\($0.severity) \($0.code): \($0.message)" })")
  }

  @Test("examples are of a known sort, and of the rules' own")
  func sorts() {
    let codes = Set(ValidationRules.all.map(\.code))
    for example in Self.book.examples {
      switch example.words.first {
      case "equal", "unequal": #expect(Self.folders[example.words.last ?? ""] != nil, "\(example.testDescription)")
      case "breaks": #expect(codes.contains(example.words[1]), "\(example.testDescription)")
      default: Issue.record("\(example.testDescription) is of no known sort")
      }
    }
  }

  /// Findings about our own files: the tag map, addresses, templates that were left open, advice.
  private static let ours: Set<String> = [
    "image-tag-missing", "image-tag-undeclared", "image-tag-invalid", "image-tag-number", "image-tag-pattern", "image-unused",
    "image-fixed",
    "unknown-member", "foreign-template", "duplicate-identity", "task-definition-unknown", "cluster-unknown",
    "secret-in-environment", "desired-count-missing", "definition-too-large", "variable-without-value",
  ]

  @Test("every rule of validation is in the book, or is about files of ours")
  func rules() {
    let shown = Set(Self.book.examples.filter { $0.words.first == "breaks" }.map { $0.words[1] })
    #expect(Set(ValidationRules.all.map(\.code)).subtracting(shown) == Self.ours)
  }
}
