import Diagnostics
import JSONDocument
import Reporting
import Testing

@Suite struct DiagnosticTextTests {
  private let source = SourceText(
    path: "envs/staging/services/api.json",
    bytes: Array("{\n  \"a\": 1,\n\t\"image\": \"${image.api}\"\n}\n".utf8))

  @Test("a finding shows its line and what to do")
  func aFindingShowsItsLineAndWhatToDo() {
    let finding = Diagnostic(
      .error, "image-tag-missing", "no image tag for \"api\"", at: source.location(offset: 22, length: 14),
      details: ["image-tags.auto.tfvars.json maps 6 images; the nearest name is \"api-gw\"."],
      fix: "add \"api\" to envs/staging/image-tags.auto.tfvars.json")
    expectText(
      DiagnosticText().text([finding]),
      """
      envs/staging/services/api.json:3:11: error: no image tag for "api" [image-tag-missing]
        3 |  "image": "${image.api}"
          |           ^~~~~~~~~~~~~~
        image-tags.auto.tfvars.json maps 6 images; the nearest name is "api-gw".
        fix: add "api" to envs/staging/image-tags.auto.tfvars.json

      1 error

      """)
  }

  @Test("of very many findings the worst are shown, and all are counted")
  func veryMany() {
    let findings =
      (1...300).map { Diagnostic(.warning, "w", "odd", at: SourceLocation(path: "a.json", line: $0, column: 1)) }
      + (1...150).map { Diagnostic(.error, "e", "wrong", at: SourceLocation(path: "b.json", line: $0, column: 1)) }
    let text = DiagnosticText().text(findings)
    #expect(text.split(separator: "\n").count { $0.hasPrefix("b.json") } == 150)
    #expect(text.split(separator: "\n").count { $0.hasPrefix("a.json") } == 50)
    #expect(text.hasSuffix("\n150 errors, 300 warnings; 200 are shown here, and all with -json\n"))
  }

  @Test("in a long line only what is near is shown, and secrets in it are not")
  func longLine() {
    let entry = #"{"name": "API_TOKEN", "value": "hunter2hunter2"}, "#
    let before = String(repeating: entry, count: 400)
    let text = SourceText(path: "a.json", bytes: Array((before + #""größe": 1, "# + before).utf8))
    let location = text.location(offset: before.utf8.count, length: 7)
    #expect(location.column == before.count + 1)
    let excerpt = location.excerpt
    #expect(excerpt?.text.contains("größe") == true && excerpt?.text.contains("hunter2") == false)
    #expect(excerpt?.text.hasPrefix("…") == true && excerpt?.text.hasSuffix("…") == true)
    let late = text.location(offset: text.bytes.count - 3)
    #expect(late.column == String(decoding: text.bytes.dropLast(3), as: UTF8.self).count + 1)
  }

  @Test("findings are in file order and counted")
  func findingsAreInFileOrderAndCounted() {
    let findings = [
      Diagnostic(
        .warning, "unknown-field", "unknown field \"x\"",
        at: SourceLocation(path: "b.json", line: 3, column: 5)),
      Diagnostic(.error, "file-missing", "no file", at: SourceLocation(path: "a.json")),
      Diagnostic(.error, "general", "something about the whole"),
    ]
    expectText(
      DiagnosticText().text(findings),
      """
      error: something about the whole [general]
      a.json: error: no file [file-missing]
      b.json:3:5: warning: unknown field "x" [unknown-field]

      2 errors, 1 warning

      """)
    #expect(DiagnosticText().text([]).isEmpty)
  }

  @Test("text from outside cannot steer the terminal")
  func textFromOutsideCannotSteerTheTerminal() {
    let finding = Diagnostic(.error, "x", "name \"a\u{1B}[31m\nb\u{202E}c\"")
    #expect(DiagnosticText().lines(finding) == ["error: name \"a\\u{1B}[31m b\\u{202E}c\" [x]"])
  }

  @Test("the JSON line holds the same parts")
  func theJSONLineHoldsTheSameParts() {
    let finding = Diagnostic(
      .warning, "unknown-field", "unknown field", at: SourceLocation(path: "b.json", line: 3, column: 5),
      fix: "do")
    #expect(
      MachineFormat.line(finding).text()
        == #"{"type":"diagnostic","severity":"warning","code":"unknown-field","message":"unknown field","location":{"path":"b.json","line":3,"column":5},"fix":"do"}"#
    )
  }
}
