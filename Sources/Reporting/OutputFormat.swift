/// The forms in which the program can say things.
///
/// A new one is a case here and a file that renders the views: `PlanView`, `ApplyView`.
package enum OutputFormat: String, Sendable, CaseIterable {
  /// For a person: words, columns and colours.
  case text
  /// For programs: the lines of `MachineFormat`.
  case json
  /// For comments of pull requests and summaries of jobs.
  case markdown
}
