import JSONDocument
import Secrets
import Testing

/// Names and texts here are of this suite alone: what is declared holds for the whole process.
@Suite("What people declare to be a secret")
struct DeclaredSecretsTests {
  init() {
    DeclaredSecrets.current.declare(names: ["PET_OF_SUITE"])
    DeclaredSecrets.current.declare(
      paths: [Self.path("boxes", "a", "suiteEnvironment", "PIN_OF_SUITE"), Self.path("suiteOptions", nil)],
      ends: ["PIN_OF_SUITE"], plain: [Self.path("boxes", nil, "suiteEnvironment", "PASSWORD_OF_SUITE")])
    DeclaredSecrets.current.declare(texts: ["walrus-of-suite", "walrus-of-suite-two", "86420975310", "abc"])
  }

  @Test("A declared name hides its value, and one that is declared to be plain does not")
  func names() {
    #expect(SecretFinder.judgement(of: "dodo", named: "PET_OF_SUITE") == .whole)
    #expect(SecretFinder.judgement(of: 7, named: "PET_OF_SUITE").isWhole)
    #expect(NameMeaning(of: "PET_OF_SUITES") == .plain)
    #expect(SecretsInSource.masked(#""PET_OF_SUITE": "dodo", "a": "b""#) == #""PET_OF_SUITE": "***", "a": "b""#)
  }

  private static func path(_ names: String?...) -> DeclaredPath {
    DeclaredPath(names.map { name in name.map { .named([$0]) } ?? .any })
  }

  @Test("A declared path hides what stands there, and nothing of the same name elsewhere")
  func paths() {
    let document: JSON = [
      "boxes": [
        [
          "name": "a",
          "suiteEnvironment": [
            ["name": "PIN_OF_SUITE", "value": "12"], ["name": "PASSWORD_OF_SUITE", "value": "plain"],
            ["name": "X", "value": "12"],
          ],
        ],
        ["name": "b", "suiteEnvironment": ["PIN_OF_SUITE": "12", "PASSWORD_OF_SUITE": "AKIAIOSFODNN7EXAMPLE"]],
      ], "suiteOptions": ["x": [1, true], "y": ["name": "n", "z": "q"]], "PASSWORD_OF_SUITE": "p",
    ]
    #expect(
      SecretRendering.mask.rendered(document) == [
        "boxes": [
          [
            "name": "a",
            "suiteEnvironment": [
              ["name": "PIN_OF_SUITE", "value": "***"], ["name": "PASSWORD_OF_SUITE", "value": "plain"],
              ["name": "X", "value": "12"],
            ],
          ],
          ["name": "b", "suiteEnvironment": ["PIN_OF_SUITE": "12", "PASSWORD_OF_SUITE": "***"]],
        ], "suiteOptions": ["x": ["***", "***"], "y": ["name": "n", "z": "***"]], "PASSWORD_OF_SUITE": "***",
      ])
    #expect(SecretFinder.declaredTexts(in: document) == ["12", "q"])
    #expect(SecretRendering.mask.rendered(["x": 1], at: ["suiteOptions"]) == ["x": "***"])
    // In what is no right JSON, a quotation mark too few, and an address without any.
    for (line, shown) in [
      (#""PIN_OF_SUITE': "12"#, #""PIN_OF_SUITE': "***"#), ("url: https://u:pony@h/", "url: https://u:***@h/"),
    ] {
      let bytes = Array(line.utf8)[...]
      let ranges = SecretsInSource.ranges(in: bytes, broken: true)
      #expect(SecretsInSource.masked(bytes, hiding: ranges, keeping: 0).text == shown)
    }
    #expect(SecretsInSource.masked(#""PIN_OF_SUITE": 12, "X": 12"#) == #""PIN_OF_SUITE": ***, "X": 12"#)
  }

  @Test(
    "One value is judged by its path, before its name",
    arguments: [
      (["boxes", "a", "suiteEnvironment", "PIN_OF_SUITE"], "PIN_OF_SUITE", SecretJudgement.whole),
      (["boxes", "b", "suiteEnvironment", "PIN_OF_SUITE"], "PIN_OF_SUITE", .none),
      (["boxes", "b", "suiteEnvironment", "PASSWORD_OF_SUITE"], "PASSWORD_OF_SUITE", .none),
      (["boxes", "PASSWORD_OF_SUITE"], "PASSWORD_OF_SUITE", .whole), (["suiteOptions"], "suiteOptions", .none),
    ])
  func judgement(path: [String], name: String, expected: SecretJudgement) {
    #expect(SecretFinder.judgement(of: "dodo", named: name, at: path) == expected)
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
