package import Diagnostics
package import JSONDocument

extension MachineFormat {
  package static func line(_ diagnostic: Diagnostic) -> JSON {
    line(
      .diagnostic,
      [
        ("severity", .string(diagnostic.severity.rawValue)), ("code", .string(diagnostic.code)),
        ("message", .string(diagnostic.message)), ("location", diagnostic.location.map(location)),
        ("details", some(diagnostic.details.map { .string($0) })), ("fix", diagnostic.fix.json),
      ])
  }

  package static func line(_ failure: Failure) -> JSON {
    line(
      .diagnostic,
      [
        ("severity", "error"), ("code", .string(failure.code)), ("message", .string(failure.message)),
        ("subject", failure.subject.json), ("details", some(failure.details.map { .string($0) })),
        ("next", failure.next.json),
      ])
  }

  /// The end of `validate -json`.
  package static func validation(_ diagnostics: [Diagnostic], silenced: Int = 0) -> JSON {
    line(
      .outcome,
      [
        ("operation", "validate"), ("result", diagnostics.hasErrors ? "invalid" : "valid"),
        ("errors", .int(diagnostics.count { $0.severity == .error })),
        ("warnings", .int(diagnostics.count { $0.severity == .warning })), ("silenced", silenced > 0 ? .int(silenced) : nil),
      ])
  }

  /// One line of `validate -rules -json`.
  package static func rule(
    code: String, severity: Diagnostic.Severity, subject: String, summary: String, source: String
  ) -> JSON {
    line(
      .rule,
      [
        ("code", .string(code)), ("severity", .string(severity.rawValue)), ("subject", .string(subject)),
        ("summary", .string(summary)), ("source", .string(source)),
      ])
  }

  private static func location(_ location: SourceLocation) -> JSON {
    object([
      ("path", .string(location.path)), ("line", location.line > 0 ? .int(location.line) : nil),
      ("column", location.line > 0 ? .int(location.column) : nil),
    ])
  }
}
