import Secrets

/// A broken operation in words: where, what happened, what it means, and what to do. Text and JSON show this value.
///
/// ```
/// error: aws_ecs_service.api: UpdateService was refused: ClusterNotFoundException: cluster "main"
///   Nothing was changed.
///   next: create the cluster, then run `reconcile plan envs/staging`
/// ```
package struct Failure: Error, Sendable, Equatable {
  /// Stable name of the kind of failure, such as `state-locked`. The wording may change, the code does not.
  package var code: String
  /// Address or path; nil when the whole run is meant.
  package var subject: String?
  /// One lowercase line.
  package var message: String
  /// What it means, especially what was and was not changed.
  package var details: [String]
  package var next: String?

  package init(
    _ code: String, subject: String? = nil, _ message: String, details: [String] = [], next: String? = nil
  ) {
    self.code = code
    self.subject = subject
    self.message = SecretRendering.masked(message)
    self.details = details.map(SecretRendering.masked)
    self.next = next.map(SecretRendering.masked)
  }

  package func lines(style: Style = .plain) -> [String] {
    let place = subject.map { Printable.line($0) + ": " } ?? ""
    return ["\(style.paint("error:", .error)) \(place)\(Printable.line(message))"]
      + details.map { "  " + Printable.line($0) }
      + (next.map { ["  \(style.paint("next:", .strong)) \(Printable.line($0))"] } ?? [])
  }

  package func text(style: Style = .plain) -> String {
    lines(style: style).page
  }
}
