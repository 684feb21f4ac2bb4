package import Planning

/// Somebody who wants to know what an apply does while it does it: a display, a notification, a metric.
///
/// What an observer does never decides anything: it may be slow and it may fail, and the apply goes on as if it were not
/// there. It hears one thing at a time, in the order in which things happened. It must not block its thread.
package protocol ApplyObserver: Sendable {
  /// Who it is, when its failure is told: `display`.
  var name: String { get }
  /// How long the end of the run waits for it to take in what it has not heard yet; nil: as long as it takes.
  var patience: Duration? { get }

  func begin(_ plan: Plan) async throws
  /// `elapsed` is the time since the apply began.
  func observe(_ event: ApplyEvent, at elapsed: Duration) async throws
  /// Not called when the apply was refused before its first step.
  func end(_ report: ApplyReport) async throws
}

extension ApplyObserver {
  package var patience: Duration? { .seconds(10) }
  package func begin(_ plan: Plan) {}
  package func end(_ report: ApplyReport) {}
}

/// What an observer did not do. The apply is not affected.
package struct ApplyObserverProblem: Sendable, Equatable {
  package enum Cause: Sendable, Equatable {
    /// It failed so often, the last time with these words.
    case failed(times: Int, lastly: String)
    /// It was so slow that it did not hear the end.
    case tooSlow
  }

  package var observer: String
  package var cause: Cause

  package init(observer: String, _ cause: Cause) {
    self.observer = observer
    self.cause = cause
  }
}
