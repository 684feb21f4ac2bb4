import Foundation
import Testing

/// Runs every `console` block of README.md, CONTRIBUTING.md, SECURITY.md and docs/, in order, in one fresh copy of `envs` per document.
///
/// A line `…` in an expected output stands for any lines. `RECONCILE_RECORD=1` writes what came back into the blocks
/// that leave nothing out.
@Suite struct DocumentTests {
  @Test("the program answers as the document says", arguments: Document.all)
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
  @Test("every other command is a target of the Makefile, or a suite", arguments: Document.all)
  func everyOtherCommandIsATargetOfTheMakefile(document: Document) throws {
    let text = try String(contentsOf: document.url, encoding: .utf8)
    let makefile = try String(contentsOf: Document.root.appendingPathComponent("Makefile"), encoding: .utf8)
    for block in Document.blocks(text, "sh") {
      for line in block.split(separator: "\n") where !line.hasPrefix("#") {
        let words = line.split(separator: " ").map(String.init).drop { $0.hasPrefix("RECONCILE_") }
        if words.starts(with: ["swift", "test"]) {
          let suite = words.last?.split(separator: ".").last.map(String.init) ?? ""
          #expect(Self.suites.contains(suite), "\(document): `\(line)` names no suite")
        } else {
          #expect(words.first == "make", "\(document): `\(line)` is run by no test; make it a console block")
          #expect(makefile.contains("\n\(words.dropFirst().first ?? ""):"), "\(document): `\(line)` names no target")
        }
      }
    }
  }

  /// Targets of tests, and the types in them.
  private static let suites: Set<String> = {
    let tests = Document.root.appendingPathComponent("Tests")
    let names = (FileManager.default.enumerator(atPath: tests.path)?.compactMap { $0 as? String } ?? [])
      .filter { $0.hasSuffix(".swift") }
    let texts = names.compactMap { try? String(contentsOf: tests.appendingPathComponent($0), encoding: .utf8) }
    return Set(names.compactMap { $0.split(separator: "/").first.map(String.init) })
      .union(texts.flatMap { $0.matches(of: #/struct (\w+)/#).map { String($0.1) } })
  }()

  @Test("files and folders that a document names are there", arguments: Document.all)
  func names(document: Document) throws {
    let text = try String(contentsOf: document.url, encoding: .utf8)
    let paths = text.matches(of: #/`((?:Sources|Tests|Benchmarks|docs|scripts|schemas)\/[A-Za-z\/.\-]+)`/#).map { String($0.1) }
    let links = text.matches(of: #/\]\(([A-Za-z\/.\-]+\.md)[#)]/#).map { String($0.1) }
    let folder = document.url.deletingLastPathComponent()
    for path in paths where !path.contains("NAME") {
      #expect(FileManager.default.fileExists(atPath: Document.root.appendingPathComponent(path).path), "\(document): no \(path)")
    }
    for link in links {
      #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent(link).path), "\(document): no \(link)")
    }
  }

  /// A block without a language shows what a `console` block further down really printed.
  @Test("what is shown beforehand is printed later", arguments: Document.all)
  func whatIsShownBeforehandIsPrintedLater(document: Document) throws {
    let text = try String(contentsOf: document.url, encoding: .utf8)
    let printed = Document.blocks(text).joined(separator: "\n").replacing(" 2>/dev/null", with: "")
    for block in Document.blocks(text, "") where block.hasPrefix("$ reconcile") {
      #expect(printed.contains(block.trimmingCharacters(in: .newlines)), "\(document): no console block prints\n\(block)")
    }
  }

  @Test("README names every command")
  func theReadmeNamesEveryCommand() throws {
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

  @Test("a gap matches any lines")
  func aGapMatchesAnyLines() {
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
    let atTheRoot = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"].map { root.appendingPathComponent($0) }
    return (atTheRoot + pages.sorted { $0.path < $1.path })
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
