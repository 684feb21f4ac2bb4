import Foundation
import Testing

/// A failing test should say what is no longer true, so each has a sentence for a name.
@Suite("Names of tests")
struct TestNameTests {
  @Test("every test has a sentence for a name")
  func sentences() {
    var nameless: [String] = []
    for file in Repository.files where file.isTest {
      for position in Self.nameless(in: file.text) { nameless.append("\(file.path):\(position)") }
    }
    #expect(nameless == [], "write @Test(\"what is true\")")
  }

  @Test(
    "a name is told from other arguments",
    arguments: [
      (#"@Test("a rollback is no success") func rollback() {}"#, []), ("@Test func rollback() {}", [1]),
      ("\n@Test(arguments: [1, 2])\nfunc numbers() {}", [2]),
      ("@Test(\n  \"a sentence\",\n  arguments: [1])\nfunc numbers() {}", []),
      ("/// Write `@Test(arguments:)` for tables.", []),
    ] as [(String, [Int])])
  func finds(source: String, lines: [Int]) {
    #expect(Self.nameless(in: source) == lines)
  }

  /// The lines of tests whose first argument is no text.
  static func nameless(in source: String) -> [Int] {
    source.matches(of: #/(?m)^[ \t]*@Test\b(?!\(\s*#*")/#).map { match in
      source[..<match.range.lowerBound].count { $0 == "\n" } + 1
    }
  }
}
