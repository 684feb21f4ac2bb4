import Diagnostics
import Secrets
import Testing

@Suite("Secrets in lines of files")
struct SecretsInSourceTests {
  private static let secret = "plantedHunter2x9"

  @Test(
    "A line is shown without its secrets, be it JSON or not",
    arguments: [
      (#""value": "@","#, #""value": "***","#),
      (#"{"name": "DB_PASSWORD", "value": "@"},"#, #"{"name": "DB_PASSWORD", "value": "***"},"#),
      (#"{"name": "A", "value": "${var.x}"},"#, #"{"name": "A", "value": "${var.x}"},"#),
      (#"{"Key": "a", "Value": "@"}"#, #"{"Key": "a", "Value": "***"}"#),
      (#""splunk-token": "@", "a": "b""#, #""splunk-token": "***", "a": "b""#),
      (#""api_token": 12345, "a": 1"#, #""api_token": ***, "a": 1"#),
      (#""value": true"#, #""value": true"#),
      (#""TOKEN_TTL": "15m""#, #""TOKEN_TTL": "15m""#),
      (#""value": '@'}]"#, #""value": '***'}]"#),
      (#""value": @}]"#, #""value": ***}]"#),
      (#""value": ["a", "@"]}]"#, #""value": ["***", "***"]}]"#),
      (#""value": "ab"@"}]"#, #""value": "***"***"***"#),
      (#""value": /* @ */ "x"}]"#, #""value": /* *** */ "***"}]"#),
      (#""a": 1, // "api_token": "@""#, #""a": 1, // "api_token": "***""#),
      (#"value: "@""#, #"value: "***""#),
      (#""command": ["serve", "--db-password", "@"]"#, #""command": ["serve", "--db-password", "***"]"#),
      (#""command": ["serve", "--db-password=@"]"#, #""command": ["serve", "--db-password=***"]"#),
      (#""entryPoint": ["sh", "-c", "TOKEN=@ serve"]"#, #""entryPoint": ["sh", "-c", "TOKEN=*** serve"]"#),
      (#""credentialsParameter": "arn:aws:x", "a": 1"#, #""credentialsParameter": "arn:aws:x", "a": 1"#),
      (
        #""secrets": [{"name": "DB_PASSWORD", "valueFrom": "arn:x"}]"#,
        #""secrets": [{"name": "DB_PASSWORD", "valueFrom": "arn:x"}]"#
      ),
      (#""image": "api:1", "cpu": 256"#, #""image": "api:1", "cpu": 256"#),
    ])
  func masked(line: String, shown: String) {
    #expect(SecretsInSource.masked(line.replacing("@", with: Self.secret)) == shown)
  }

  @Test(
    "Of a text that is no JSON nothing is shown that follows the name of a secret on its line",
    arguments: [
      (#""DB_PASSWORD": Correct,@"#, #""DB_PASSWORD": ***"#), (#""DB_PASSWORD" "@","#, #""DB_PASSWORD" "***"#),
      (#""DB_PASSWORD" = "@""#, #""DB_PASSWORD" = "***"#),
      (#""name": "DB_PASSWORD", "value" "@"}"#, #""name": "DB_PASSWORD", "***"#),
      (#"DB_PASSWORD: my @ phrase"#, #"DB_PASSWORD: ***"#), (#""value" => "a", "@""#, #""value" => "***"#),
      (#""api-token": {"x": "@"}"#, #""api-token": {"***"#), (#"/* "api-token": "x" */ "@","#, #"/* "api-token": "***"#),
      (#""image": "api:1", "cpu" 256"#, #""image": "api:1", "cpu" 256"#),
    ])
  func brokenLines(line: String, shown: String) {
    let source = SourceText(path: "a.json", bytes: Array(line.replacing("@", with: Self.secret).utf8))
    source.noteErrors()
    #expect(source.location(offset: 0).excerpt?.text == shown)
  }

  @Test("A name of a secret with nothing behind it hides the next line")
  func brokenOverLines() {
    let text = "{\"api-token\"\n  \(Self.secret)\n}"
    let source = SourceText(path: "a.json", bytes: Array(text.utf8))
    source.noteErrors()
    #expect(source.location(offset: 17).excerpt?.text == "  ***")
  }

  @Test("What makes a value a secret may stand on a line before")
  func context() {
    for text in ["{\"command\": [\"--db-password\",\n\"@\",]}", "{\"api-token\":\n\"@\"}", "{\"tokens\": [\"a\",\n\"@\"]}"] {
      let text = text.replacing("@", with: Self.secret)
      let source = SourceText(path: "a.json", bytes: Array(text.utf8))
      let offset = text.utf8.count - 10
      #expect(source.location(offset: offset).excerpt?.text.contains(Self.secret) == false)
      #expect(source.mayHoldSecret(at: offset))
      #expect(!source.mayHoldSecret(at: 0))
    }
  }

  @Test(
    "Reading a long line takes time in proportion to it", arguments: ["/*", "//", "\"", "{", "'", "#", "a ", "\"a\":", "[\"-\","])
  func longLines(part: String) {
    _ = SecretsInSource.masked(String(repeating: part, count: 20_000))
  }

  @Test("What follows a hidden value is underlined where it stands now")
  func columns() {
    let text = #"{"value": "é\#(Self.secret)", "esential": true}"#
    let source = SourceText(path: "a.json", bytes: Array(text.utf8))
    let offset = text.utf8.count - #""esential": true}"#.utf8.count
    let excerpt = source.location(offset: offset, length: 10).excerpt
    #expect(excerpt?.text == #"{"value": "***", "esential": true}"#)
    #expect(excerpt?.underlineStart == #"{"value": "***", "#.count)
    #expect(source.location(offset: offset).column == text.count - #""esential": true}"#.count + 1)
  }
}
