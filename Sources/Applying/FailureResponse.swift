/// What apply does when the deployment of a service failed and nothing put the old revision back.
///
/// A rollout that ran out of time is none: how it ends is not known, and a slow one must not be undone for being slow.
package enum FailureResponse: String, Sendable, CaseIterable {
  /// It is said, and left as it is.
  case report
  /// The revision of before is asked for again, and waited for.
  case rollback
}
