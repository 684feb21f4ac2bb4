package import JSONDocument
package import Providers
import Recording
import Secrets

/// Lines of containers, as people and programs read them.
///
/// ```
/// 2026-03-01 12:04:05 UTC  35d9d893 api | listening on :8080
/// ```
package struct LogText {
  private let secrets: SecretTexts
  private let style: Style

  /// `contents`: of the revisions that write the lines. What those hold of secrets is hidden, and what looks like one.
  package init(contents: [JSON], style: Style) {
    secrets = SecretTexts(of: .array(contents))
    self.style = style
  }

  /// What was written at once with breaks in it goes on below, behind blanks.
  package func lines(_ line: LogLine, container: String) -> [String] {
    let head = Printable.line("\(UTC.text(Timestamp(seconds: Int64(line.at))))  \(line.task.suffix(8)) \(container)")
    let parts = message(line).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    let blanks = "".padded(to: head.count)
    return (parts.isEmpty ? [""] : parts).enumerated().map { number, part in
      "\(number == 0 ? style.paint(head, .muted) : blanks) | \(Printable.line(part))".withoutTrailingBlanks
    }
  }

  package func json(_ line: LogLine, container: String, address: String) -> JSON {
    MachineFormat.line(
      .logLine,
      [
        ("address", .string(address)), ("container", .string(container)), ("task", .string(line.task)),
        ("stream", .string(line.stream)), ("timestamp", .int(Int((line.at * 1000).rounded()))),
        ("time", .string(UTC.rfc3339(Timestamp(seconds: Int64(line.at))))), ("message", .string(message(line))),
      ])
  }

  /// Without the break at its end that many programs write.
  private func message(_ line: LogLine) -> String {
    var message = secrets.masking(line.message)
    while message.last?.isNewline == true { message.removeLast() }
    return message
  }
}
