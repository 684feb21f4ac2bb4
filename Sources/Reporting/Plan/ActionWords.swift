import Planning
import Resources

/// The symbol and the word for what happens at an address. Neither ever stands alone.
enum ActionWords {
  static func symbol(_ action: Action) -> String {
    switch action {
    case .create: "+"
    case .update: "~"
    case .replace: "-/+"
    case .delete: "-"
    case .adopt: "<"
    case .forget: ">"
    case .run: "*"
    case .noOp: " "
    }
  }

  static func role(_ action: Action) -> Style.Role {
    switch action {
    case .create: .added
    case .update: .changed
    case .replace: .replaced
    case .delete: .removed
    case .adopt: .note
    case .forget: .warning
    case .run: .changed
    case .noOp: .muted
    }
  }

  static func word(_ change: Change) -> String {
    let isTaskDefinition = change.address.kind == .taskDefinition
    switch change.action {
    case .create: return isTaskDefinition ? "register" : "create"
    case .update where isTaskDefinition && change.revision?.before != change.revision?.after:
      return "register"
    case .update: return change.rollsOut || change.repeatsRollout ? "roll out" : "update"
    case .replace: return "replace"
    case .delete: return "delete"
    case .adopt: return change.reusesRevision ? "reuse" : "adopt"
    case .forget: return "forget"
    case .run: return "run"
    case .noOp: return "keep"
    }
  }

  /// Wide enough for every word.
  static let width = 8
}

extension Change {
  /// A service that gets another revision.
  var rollsOut: Bool {
    guard address.kind == .service, let revision else { return false }
    return revision.after == nil || revision.before != revision.after
  }

  /// A service that gets the same once more, because its last deployment failed.
  var repeatsRollout: Bool {
    if case .deploymentFailed = reason { true } else { false }
  }

  /// A task definition that goes back to a revision that was registered earlier.
  var reusesRevision: Bool {
    if case .sameContentAs = reason { true } else { false }
  }
}
