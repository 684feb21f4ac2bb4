/// What apply does when the deployment of a service failed or ran out of time, and nothing put the old revision back.
package enum FailureResponse: String, Sendable, CaseIterable {
  /// It is said, and left as it is.
  case report
  /// The revision of before is asked for again, and waited for.
  case rollback
}
