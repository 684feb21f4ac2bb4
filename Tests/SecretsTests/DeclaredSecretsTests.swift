import JSONDocument
import Secrets
import Testing

/// Names and texts here are of this suite alone: what is declared holds for the whole process.
@Suite("What people declare to be a secret")
struct DeclaredSecretsTests {
  init() {
    DeclaredSecrets.current.declare(names: ["PET_OF_SUITE"], plain: ["PASSWORD_OF_SUITE"])
    DeclaredSecrets.current.declare(texts: ["walrus-of-suite", "walrus-of-suite-two", "86420975310", "abc"])
  }

  @Test("A declared name hides its value, and one that is declared to be plain does not")
  func names() {
    #expect(SecretFinder.judgement(of: "dodo", named: "PET_OF_SUITE") == .whole)
    #expect(SecretFinder.judgement(of: 7, named: "PET_OF_SUITE").isWhole)
    #expect(SecretFinder.judgement(of: "dodo", named: "PASSWORD_OF_SUITE") == .none)
    #expect(NameMeaning(of: "PET_OF_SUITES") == .plain)
    #expect(SecretsInSource.masked(#""PET_OF_SUITE": "dodo", "a": "b""#) == #""PET_OF_SUITE": "***", "a": "b""#)
  }

  @Test(
    "A declared text is hidden wherever it stands",
    arguments: [
      ("see walrus-of-suite-two!", "see ***!"), ("walrus-of-suitewalrus-of-suite", "***"),
      ("TOKEN=walrus-of-suite", "TOKEN=***"), ("abcdef", "abcdef"), ("n 86420975310", "n ***"),
    ])
  func texts(text: String, shown: String) {
    #expect(SecretRendering.masked(text) == shown)
  }

  @Test("Also as a number, and inside of documents")
  func documents() {
    let document: JSON = ["a": 86_420_975_310, "b": ["walrus-of-suite", "x"], "c": "{\"d\":\"walrus-of-suite\"}", "e": 8642]
    #expect(SecretRendering.mask.rendered(document) == ["a": "***", "b": ["***", "x"], "c": "{\"d\":\"***\"}", "e": 8642])
  }
}
