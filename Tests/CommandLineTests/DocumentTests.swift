import Foundation
import Testing

/// Runs every `console` block of README.md and docs/, in order, in one fresh copy of `envs` per document.
///
/// A line `…` in an expected output stands for any lines. `RECONCILE_RECORD=1` writes what came back into the blocks
/// that leave nothing out.
@Suite struct DocumentTests {
  @Test(arguments: Document.all)
  func theProgramAnswersAsTheDocumentSays(document: Document) throws {
    var text = try String(contentsOf: document.url, encoding: .utf8)
    let place = try Workplace(environments: Document.root.appendingPathComponent("envs"))
    defer { place.remove() }
    for block in Document.blocks(text) {
      var script = Script(text: block)
      for (position, exchange) in script.exchanges.enumerated() {
        let answer = try place.run(exchange.command, scrubs: false)
        if !Workplace.isRecording || exchange.output.contains("…") {
          let wanted = exchange.output.map(place.scrub)
          #expect(
            Document.matches(answer.output.map(place.scrub), wanted) && answer.exitCode == exchange.exitCode,
            "\(document): $ \(exchange.command)\n\(answer.output.joined(separator: "\n"))\n[exit \(answer.exitCode)]")
        } else {
          script.exchanges[position].output = answer.output
          script.exchanges[position].exitCode = answer.exitCode
        }
      }
      text = text.replacing("```console\n\(block)```", with: "```console\n\(script.plainText)```", maxReplacements: 1)
    }
    if Workplace.isRecording { try text.write(to: document.url, atomically: true, encoding: .utf8) }
  }

  /// What a newcomer types to begin is run by `make test` itself and not from inside of it.
  @Test(arguments: Document.all)
  func everyOtherCommandIsATargetOfTheMakefile(document: Document) throws {
    let text = try String(contentsOf: document.url, encoding: .utf8)
    let makefile = try String(contentsOf: Document.root.appendingPathComponent("Makefile"), encoding: .utf8)
    for block in Document.blocks(text, "sh") {
      for line in block.split(separator: "\n") where !line.hasPrefix("#") {
        let command = line.split(separator: " ").prefix(2)
        #expect(command.first == "make", "\(document): `\(line)` is run by no test; make it a console block")
        #expect(makefile.contains("\n\(command.last ?? ""):"), "\(document): `\(line)` names no target")
      }
    }
  }

  /// A block without a language shows what a `console` block further down really printed.
  @Test(arguments: Document.all)
  func whatIsShownBeforehandIsPrintedLater(document: Document) throws {
    let text = try String(contentsOf: document.url, encoding: .utf8)
    let printed = Document.blocks(text).joined(separator: "\n").replacing(" 2>/dev/null", with: "")
    for block in Document.blocks(text, "") where block.hasPrefix("$ reconcile") {
      #expect(printed.contains(block.trimmingCharacters(in: .newlines)), "\(document): no console block prints\n\(block)")
    }
  }

  @Test func theReadmeNamesEveryCommand() throws {
    let readme = try String(contentsOf: Document.root.appendingPathComponent("README.md"), encoding: .utf8)
    let table = readme.split(separator: "\n").filter { $0.hasPrefix("| `") }.joined(separator: "\n")
    let place = try Workplace(environments: Document.root.appendingPathComponent("envs"))
    defer { place.remove() }
    let commands = try place.run("reconcile -h", scrubs: false).output.drop { !$0.hasPrefix("SUBCOMMANDS") }
      .compactMap { $0.firstMatch(of: #/^  ([a-z]+) +[A-Z]/#).map { String($0.1) } }
    #expect(commands.count > 10)
    for command in commands where command != "version" {
      #expect(table.contains("reconcile \(command) ") || table.contains("`\(command) "), "the table has no row for \(command)")
    }
  }

  @Test func aGapMatchesAnyLines() {
    #expect(Document.matches(["a", "b", "c"], ["a", "…", "c"]))
    #expect(Document.matches(["a", "c"], ["a", "…", "c"]))
    #expect(Document.matches(["a", "b"], ["…"]))
    #expect(!Document.matches(["a", "b"], ["a"]))
    #expect(!Document.matches(["a", "b", "c"], ["…", "b"]))
  }
}

struct Document: CustomStringConvertible, Sendable {
  let url: URL

  var description: String { url.lastPathComponent }

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static var all: [Document] {
    let docs = root.appendingPathComponent("docs")
    let pages = (try? FileManager.default.contentsOfDirectory(at: docs, includingPropertiesForKeys: nil)) ?? []
    return ([root.appendingPathComponent("README.md")] + pages.sorted { $0.path < $1.path })
      .filter { $0.pathExtension == "md" }.map(Document.init)
  }

  /// The insides of fenced blocks of one language.
  static func blocks(_ text: String, _ language: String = "console") -> [String] {
    text.components(separatedBy: "\n```\(language)\n").dropFirst().compactMap { rest in
      rest.range(of: "```").map { String(rest[..<$0.lowerBound]) }
    }
  }

  static func matches(_ lines: [String], _ pattern: [String]) -> Bool {
    guard let gap = pattern.firstIndex(of: "…") else { return lines == pattern }
    let head = pattern[..<gap]
    let rest = Array(pattern[(gap + 1)...])
    guard lines.starts(with: head) else { return false }
    return (head.count...lines.count).contains { matches(Array(lines[$0...]), rest) }
  }
}
