import JSONDocument
import Secrets
import Testing

@Suite("Secrets that an error repeats")
struct SecretTextsTests {
  private static let key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEline1one\nMIIEline2two\n-----END RSA PRIVATE KEY-----\n"
  private let texts = SecretTexts(of: [
    "containerDefinitions": [
      [
        "environment": [
          ["name": "API_TOKEN", "value": "tok-123456"], ["name": "MODE", "value": "production"],
          ["name": "PASSWORD", "value": "no"],
          ["name": "QUOTED_PASSWORD", "value": "say \"hunter2\"\\"], ["name": "PEM", "value": .string(key)],
        ]
      ]
    ],
    "logConfiguration": ["options": ["splunk-token": "tok-123456789"]], "tags": [["Key": "api-token", "Value": 987_654]],
  ])

  @Test(
    "A secret of the request is hidden, however it comes back",
    arguments: [
      ("bad: tok-123456789, tok-123456 in production, no", "bad: ***, *** in production, no"),
      ("987654 is no string", "*** is no string"),
      (#"Invalid: say "hunter2"\!"#, "Invalid: ***!"),
      (#"Invalid: {"v": "say \"hunter2\"\\"}"#, #"Invalid: {"v": "***"}"#),
      ("line MIIEline1one was cut", "line *** was cut"),
      (
        "should have been 'POST x-amz-date:2026 X-Amz-Security-Token:IQoJb3JpZ2lu== x'",
        "should have been 'POST x-amz-date:2026 x-amz-security-token:*** x'"
      ),
      ("cannot reach postgres://u:other@db", "cannot reach postgres://u:***@db"),
    ])
  func masked(message: String, shown: String) {
    #expect(texts.masking(message) == shown)
  }

  @Test("A key of several lines is hidden with its line breaks, as JSON writes them, and on one line")
  func lines() {
    let lines = Self.key.split(separator: "\n")
    for text in [
      Self.key, JSON.string(Self.key).text(), JSON.string(JSON.string(Self.key).text()).text(), lines.joined(separator: " "),
    ] {
      #expect(!texts.masking("refused: \(text)").contains("MII"))
    }
  }
}
