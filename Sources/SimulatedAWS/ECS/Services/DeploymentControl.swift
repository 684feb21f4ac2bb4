import AWS
import JSONDocument
import Resources

/// ContinueServiceDeployment and StopServiceDeployment.
struct DeploymentControl {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  /// Ends one PAUSE: the deployment goes on, or back.
  func answer(_ input: JSON) throws(AWSError) -> JSON {
    var (key, stored) = try current(input)
    let id = input.string("hookId")
    let hooks = stored.workload.deployments[0].shift?.hooks ?? []
    guard let position = hooks.firstIndex(where: { $0.id == id && $0.status == .awaitingAction }) else {
      throw .invalidParameter("The lifecycle hook is not awaiting an action.")
    }
    let goesBack = input.string("action") == "ROLLBACK"
    stored.workload.deployments[0].shift?.hooks?[position].status = goesBack ? .failed : .succeeded
    return try go(on: input, &stored, key) { simulation in
      if goesBack { simulation.giveUp(.rollbackRequested, at: call.now) }
    }
  }

  func stop(_ input: JSON) throws(AWSError) -> JSON {
    var (key, stored) = try current(input)
    let aborts = input.string("stopType") == "ABORT"
    guard aborts || stored.workload.lastCompleted != nil else {
      throw .invalidParameter("There is no service revision to roll back to.")
    }
    // A rollback that is under way is what was asked for: it goes on.
    if !aborts, stored.workload.primary?.isRollback == true {
      return .members(("serviceDeploymentArn", input["serviceDeploymentArn"]))
    }
    return try go(on: input, &stored, key) { simulation in
      simulation.giveUp(aborts ? .aborted : .rollbackRequested, at: call.now)
    }
  }

  private func go(
    on input: JSON, _ stored: inout ServiceStore.Stored, _ key: ServiceKey, _ work: (inout RolloutSimulation) -> Void
  ) throws(AWSError) -> JSON {
    let store = ServiceStore(call)
    try store.change(&stored, work)
    try store.save(key, stored)
    return .members(("serviceDeploymentArn", input["serviceDeploymentArn"]))
  }

  /// The service whose newest deployment is the one that the input names, and still goes on.
  private func current(_ input: JSON) throws(AWSError) -> (ServiceKey, ServiceStore.Stored) {
    let arn = input.string("serviceDeploymentArn") ?? ""
    let names = ARN(arn)?.names.map(String.init) ?? []
    guard names.count == 3, let stored = try ServiceStore(call).load(ServiceKey(cluster: names[0], name: names[1])),
      stored.workload.history.contains(where: { $0.arn == arn })
    else {
      throw AWSError(code: "ServiceDeploymentNotFoundException", message: "The service deployment was not found.")
    }
    guard let newest = stored.workload.primary, newest.serviceDeployment == arn, newest.state == .inProgress else {
      throw AWSError(code: "ConflictException", message: "The service deployment is not in progress.")
    }
    return (ServiceKey(cluster: names[0], name: names[1]), stored)
  }
}
