package import JSONDocument

/// The stream that `-json` writes: one object on each line, each with a `type` from a closed list.
///
/// The first line is `version`. Within one major version members and types are only added. Values are hidden by the
/// same `RevealPolicy` as in text.
package enum MachineFormat {
  package static let version = "1.0"

  package enum LineType: String, CaseIterable, Sendable {
    case version, diagnostic, drift, ignored, difference
    case driftSummary = "drift_summary"
    case plannedChange = "planned_change"
    case rolloutUnderWay = "rollout_under_way"
    case plannedCheck = "planned_check"
    case checksPending = "checks_pending"
    case rolloutNote = "rollout_note"
    case changeSummary = "change_summary"
    case applyStart = "apply_start"
    case applyProgress = "apply_progress"
    case taskProgress = "task_progress"
    case applyComplete = "apply_complete"
    case applyErrored = "apply_errored"
    case rehearsalEvent = "rehearsal_event"
    case taskPeak = "task_peak"
    case assumption
    case imageTag = "image_tag"
    case tagChange = "tag_change"
    case build, promotion, rollback, pruning, mirror, approval, status, environment
    case serviceStatus = "service_status"
    case task
    case logLine = "log_line"
    case imageComparison = "image_comparison"
    case resourceComparison = "resource_comparison"
    case intendedDifference = "intended_difference"
    case environmentSummary = "environment_summary"
    case resource, run, rule, lock, backup, state, `import`, stats, outcome, caller, file
  }

  package static func versionLine(program: String) -> JSON {
    line(.version, [("format", .string(version)), ("reconcile", .string(program))])
  }

  package static func text(_ lines: [JSON]) -> String { lines.map { $0.text() + "\n" }.joined() }

  /// Members without a value are left out.
  static func line(_ type: LineType, _ members: [(String, JSON?)]) -> JSON {
    object([("type", .string(type.rawValue))] + members)
  }

  static func object(_ members: [(String, JSON?)]) -> JSON {
    .object(
      JSONObject(members.compactMap { key, value in value.map { JSONObject.Member(key: key, value: $0) } }))
  }

  /// Nil for an empty list, so that the member is left out.
  static func some(_ elements: [JSON]) -> JSON? { elements.isEmpty ? nil : .array(elements) }
}

extension Optional where Wrapped == String {
  var json: JSON? { map { .string($0) } }
}
