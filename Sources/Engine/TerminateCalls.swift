import Programs

extension Reconciler {
  /// Ends every program that was started and has not ended, with all that it started. For a process about to end.
  package static func endCalls() { StartedPrograms.endAll() }
}
