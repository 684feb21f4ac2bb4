/// How long things take in the simulated cloud unless somebody stages otherwise, in its seconds.
extension SimulatedCloud {
  /// From the start of a task until it runs, at least.
  package static var taskStartTime: Double { RolloutSimulation.startTime }
  /// Tasks that start together run within so many whole seconds of each other.
  package static let taskStartSpread = 4
  /// From the order to stop until a task is gone.
  package static var taskStopTime: Double { RolloutSimulation.stopTime }
}
