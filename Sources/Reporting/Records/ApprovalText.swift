package import JSONDocument

/// An approval that was written down.
package struct ApprovalText {
  private let run: Int
  private let who: String
  private let deed: String
  private let summary: String

  /// `deed`: the digest of what is approved of; `summary`: what that would do.
  package init(run: Int, who: String, deed: String, summary: String) {
    self.run = run
    self.who = who
    self.deed = deed
    self.summary = summary
  }

  package var text: String {
    "Approved by \(Printable.line(who)) in run #\(run): \(Printable.line(summary)) (plan \(HistoryText.shortened(deed))).\n"
  }

  package var line: JSON {
    MachineFormat.line(
      .approval, [("run", .int(run)), ("who", .string(who)), ("deed", .string(deed)), ("summary", .string(summary))])
  }
}
