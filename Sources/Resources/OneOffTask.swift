/// What a file under `tasks/` says under `reconcile`: when the task is run, and what decides how it ended.
package struct OneOffTask: Sendable, Equatable {
  /// When apply runs it.
  package enum Occasion: String, Sendable, CaseIterable {
    /// Until it has succeeded with this image and command.
    case oncePerImage = "once-per-image"
    /// Before every rollout of one of its services.
    case always
    /// Never: only `reconcile run` does.
    case byHand = "by-hand"
  }

  /// What happens to a task that runs longer than it may.
  package enum TimeoutResponse: String, Sendable, CaseIterable {
    /// It goes on, and the next apply waits for it again.
    case leave
    case stop
  }

  package static let defaultTimeout = 1800

  /// The container whose exit code decides.
  package var container: String
  package var occasion: Occasion
  /// Services that are not touched before it has succeeded; ordered.
  package var before: [Address]
  /// Seconds.
  package var timeout: Int
  package var onTimeout: TimeoutResponse

  package init(
    container: String, occasion: Occasion = .oncePerImage, before: [Address] = [], timeout: Int = Self.defaultTimeout,
    onTimeout: TimeoutResponse = .leave
  ) {
    self.container = container
    self.occasion = occasion
    self.before = before.sorted()
    self.timeout = timeout
    self.onTimeout = onTimeout
  }
}
