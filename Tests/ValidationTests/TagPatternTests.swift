import Testing

@testable import Validation

@Suite("Patterns for tags")
struct TagPatternTests {
  @Test(
    "match all of a text or nothing",
    arguments: [
      ("^sha-[0-9a-f]{7,40}$", ["sha-3f9c2d1"], ["sha-3f9", "sha-3F9C2D1", "x-sha-3f9c2d1"]),
      ("v\\d+(\\.\\d+)*", ["v1", "v1.20.3"], ["v", "v1.", "1"]), ("main|release-.+", ["main", "release-7"], ["release-"]),
      ("(?!latest$).+", ["v1", "latest-1"], ["latest"]), (".+(?<!-dirty)", ["v1"], ["v1-dirty"]),
      ("[^a-c_.-]*", ["", "xyz"], ["a", "x-y"]), ("(?:ab)??c", ["c", "abc"], ["ab"]), ("(?<name>a{2})\\.", ["aa."], ["aaa"]),
      ("(?i)V[a-c]", ["vB", "Va"], ["vd"]), ("\\bv\\w+\\b", ["v1_x"], ["v1-x", "v"]), ("a{,2}", ["", "aa"], ["aaa"]),
      ("(a*)*b", ["b", "aab"], ["aa"]), ("[]x]+", ["]x"], ["y"]),
    ] as [(String, [String], [String])])
  func answers(pattern: String, matching: [String], differing: [String]) throws {
    let expression = try #require(TagPattern(pattern))
    for text in matching { #expect(expression.answer(about: text) == .matches, "\(text)") }
    for text in differing { #expect(expression.answer(about: text) == .differs, "\(text)") }
  }

  @Test(
    "are refused where they are none, or cannot be tried in bounded time",
    arguments: ["sha-[", "(", "a)", "*", "a**", "(a)\\1", "a{2", "a{3,2}", "[b-a]", "(?>a)", "\\p{L}", "[[:alpha:]]", "\\"])
  func refused(pattern: String) {
    #expect(TagPattern(pattern) == nil)
  }

  @Test(
    "that have many ways to match are tried each place once",
    arguments: ["^(([a-z])+.)+[A-Z]([a-z])+$", "(a+)+b", "(a|aa)+b", "((((a*)*)*)*)*b", "(.*)*(.*)*(.*)*b"])
  func manyWays(pattern: String) throws {
    #expect(try #require(TagPattern(pattern)).answer(about: String(repeating: "a", count: 128)) == .differs)
  }

  @Test("that would take too long are given up on")
  func tooCostly() throws {
    let nested = String(repeating: "(", count: 12) + "a?" + String(repeating: "b?){128}", count: 12)
    let answer = try #require(TagPattern(nested)).answer(about: String(repeating: "ab", count: 64) + "c")
    #expect(answer != .matches)
    let looking = "((?=.*(?=.*(?=.*(?=.*x)))).)*"
    #expect(try #require(TagPattern(looking)).answer(about: String(repeating: "a", count: 128)) != .matches)
  }
}
