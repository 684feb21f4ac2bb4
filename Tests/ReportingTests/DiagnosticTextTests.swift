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
