import Foundation
import Testing

/// `docs/ecs-rules.md`, read by its headings and fenced examples.
struct RulesBook: Sendable {
  /// One rule: `### E11 · In awsvpc and host the host port is the container port`, and what follows it.
  struct Rule: Sendable, CustomTestStringConvertible {
    var id: String
    var title: String
    var source: String?
    /// Files that follow it, by name.
    var code: [String] = []
    var examples: [Example] = []

    var testDescription: String { "\(id) · \(title)" }
    var isOfValidation: Bool { id.hasPrefix("V") }
  }

  /// A fence of a rule: ` ```json equal task-definition `.
  struct Example: Sendable, CustomTestStringConvertible {
    var rule: String
    /// `equal task-definition`, `breaks host-port`, `breaks port-name warning`.
    var words: [String]
    var lines: [String]

    var testDescription: String { "\(rule) \(words.joined(separator: " "))" }
  }

  var rules: [Rule] = []

  var ids: Set<String> { Set(rules.map(\.id)) }
  var examples: [Example] { rules.flatMap(\.examples) }

  init(text: String) {
    var fence: Example?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("```") {
        if let example = fence {
          rules[rules.count - 1].examples.append(example)
          fence = nil
        } else if let rule = rules.last {
          let words = line.dropFirst(3).split(separator: " ").map(String.init)
          fence = Example(rule: rule.id, words: Array(words.dropFirst()), lines: [])
        }
      } else if fence != nil {
        fence?.lines.append(line)
      } else if let heading = line.wholeMatch(of: #/### (\S+) · (.+)/#) {
        rules.append(Rule(id: String(heading.1), title: String(heading.2)))
      } else if !rules.isEmpty, line.hasPrefix("Source: ") {
        rules[rules.count - 1].source = String(line.dropFirst(8))
      } else if !rules.isEmpty, line.hasPrefix("Code: ") {
        rules[rules.count - 1].code = line.matches(of: #/`([A-Za-z]+\.swift)`/#).map { String($0.1) }
      }
    }
  }

  static let book: RulesBook = {
    let url = Repository.root.appendingPathComponent("docs/ecs-rules.md")
    return RulesBook(text: (try? String(contentsOf: url, encoding: .utf8)) ?? "")
  }()
}

/// The Swift files of this repository, and which rules they cite.
struct Repository {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  struct File: Sendable {
    /// Relative to the root.
    var path: String
    var text: String

    /// Conformance suites and their like are tests wherever they lie.
    var isTest: Bool { path.hasPrefix("Tests/") || path.contains("Conformance/") }
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }
  }

  static let files: [File] = ["Sources", "Tests"].flatMap(files)

  private static func files(under folder: String) -> [File] {
    let base = root.appendingPathComponent(folder)
    guard let names = FileManager.default.enumerator(atPath: base.path) else { return [] }
    return names.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") && !$0.contains("HouseTests/") }.sorted()
      .compactMap { name in
        guard let text = try? String(contentsOf: base.appendingPathComponent(name), encoding: .utf8) else { return nil }
        return File(path: "\(folder)/\(name)", text: text)
      }
  }

  struct Citation: Sendable, Hashable {
    var id: String
    var path: String
    var line: Int
  }

  static let citations: [Citation] = files.flatMap { file in
    file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { position, line in
      ids(in: line).map { Citation(id: $0, path: file.path, line: position + 1) }
    }
  }

  /// Rules are cited by two digits; chapters and laws beside the word that says so, or as a text of their own.
  static func ids(in line: some StringProtocol) -> [String] {
    let text = String(line)
    let rules = text.matches(of: #/\b([ERSV]\d\d)\b/#).map { String($0.1) }
    let isAbout = text.contains(#/\b([Ll]aw|[Rr]ule)s?\b/#)
    let chapters = text.matches(of: isAbout ? #/\b(A\d|[acd]\.\d)\b/# : #/"(A\d|a\.\d)"/#).map { String($0.1) }
    return rules + chapters
  }
}
