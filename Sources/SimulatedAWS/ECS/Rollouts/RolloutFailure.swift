extension RolloutSimulation {
  /// Why a deployment is given up, in ECS's words where they are known.
  enum RolloutFailure: Equatable, Sendable {
    case circuitBreaker
    case alarms([String])
    /// Nobody answered a PAUSE in time, and its timeout says to go back.
    case pauseTimedOut
    /// StopServiceDeployment, or the answer ROLLBACK to a PAUSE.
    case rollbackRequested
    case aborted

    /// What gave it up.
    var source: String {
      switch self {
      case .circuitBreaker: "ECS deployment circuit breaker"
      case .alarms: "ECS deployment alarms"
      case .pauseTimedOut: "ECS deployment lifecycle hook"
      case .rollbackRequested, .aborted: "ECS deployment stopped"
      }
    }

    /// As the service's events end.
    var event: String {
      switch self {
      case .circuitBreaker: "tasks failed to start."
      case .alarms(let names): "alarm detected: \(names.joined(separator: ", "))."
      case .pauseTimedOut: "a pause was not answered in time."
      case .rollbackRequested: "a rollback was requested."
      case .aborted: "it was stopped by request."
      }
    }

    var reason: String { "\(source): \(event)" }
  }
}
