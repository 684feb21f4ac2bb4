import AWSCommandLine

extension Reconciler {
  /// Ends every program that a call of the cloud's API runs in, with all that it started. For a process about to end.
  package static func endCalls() { StartedPrograms.endAll() }
}
