/// Why tasks stop or never start, in ECS's words.
enum StopReason {
  static let essentialExited = "Essential container in task exited"
  static let unhealthy = "Task failed container health checks"
  static let outOfMemory = "OutOfMemoryError: Container killed due to memory usage"
  static let spotInterruption = "Your Spot Task was interrupted."
  private static let guide = "For more information, see the Troubleshooting section of the Amazon ECS Developer Guide."

  private static let unavailable =
    "Capacity is unavailable at this time. Please try again later or in a different availability zone"

  /// The event of a service whose tasks find no place.
  static func unplaced(in cluster: String, onFargate: Bool) -> String {
    guard !onFargate else { return "was unable to place a task. Reason: \(unavailable). \(guide)" }
    return "was unable to place a task because no container instance met all of its requirements. The closest matching "
      + "(container-instance \(instance(of: cluster))) has insufficient memory available. \(guide)"
  }

  /// The same where it is known what the instances lack.
  static func unplaced(_ lack: ClusterRoom.Lack) -> String {
    let start = "was unable to place a task because no container instance met all of its requirements."
    switch lack {
    case .instances: return "\(start) Reason: \(noInstances) \(guide)"
    case .resource(let instance, let resource):
      return "\(start) The closest matching (container-instance \(instance)) \(words(resource)) \(guide)"
    }
  }

  static let noInstances = "No Container Instances were found in your cluster."

  private static func words(_ resource: ClusterRoom.Resource) -> String {
    switch resource {
    case .attribute: "is missing an attribute required by your task."
    case .agent: "encountered error \"AGENT\"."
    case .networkInterface: "encountered error \"RESOURCE:ENI\"."
    case .ports: "is already using a port required by your task."
    case .cpu: "has insufficient CPU units available."
    case .memory: "has insufficient memory available."
    }
  }

  /// Why RunTask did not run a task, as its failures say it ("API failures" in the ECS developer guide).
  static func notRun(_ resource: ClusterRoom.Resource) -> String {
    switch resource {
    case .attribute: "ATTRIBUTE"
    case .agent: "AGENT"
    case .networkInterface: "RESOURCE:ENI"
    case .ports: "RESOURCE:PORTS"
    case .cpu: "RESOURCE:CPU"
    case .memory: "RESOURCE:MEMORY"
    }
  }

  /// Why RunTask did not run a task.
  static func notRun(onFargate: Bool) -> String { onFargate ? unavailable : "RESOURCE:MEMORY" }

  /// Id of the one container instance that every simulated cluster has.
  static func instance(of cluster: String) -> String { DeterministicId(seed: "container instance \(cluster)").hex(32) }

  static func scaling(by deployment: String) -> String { "Scaling activity initiated by (deployment \(deployment))" }

  static func unhealthyTarget(_ group: String) -> String { "Task failed ELB health checks in (target-group \(group))" }

  /// Why a container does not start; nil when it does. Pulls have containerd's texts since platform version 1.4.
  static func ofStart(
    _ image: String, _ pulled: PulledImage?, _ behaviour: ContainerBehaviour, container: String, platform: String
  ) -> String? {
    switch (pulled, behaviour) {
    case (.missing, _):
      return "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref \(image): "
        + "\(image): not found"
    case (_, .builtFor(let built)) where built != platform:
      return "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain "
        + "descriptor matching platform '\(platform)'"
    case (_, .cannotStart(let failure)): return failure.reason(image: image, container: container)
    case (.found, _), (nil, _): return nil
    }
  }
}
