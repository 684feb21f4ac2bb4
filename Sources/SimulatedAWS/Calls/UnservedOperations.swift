import AWS

/// Why operations of the API are not there, for those that somebody may count on.
enum UnservedOperations {
  /// What a caller is told.
  static func refusal(of request: AWSRequest) -> AWSError {
    let why = request.service == .ecs ? ecs[request.operation].map { ": \($0)" } ?? "" : ""
    return AWSError(
      code: "UnknownOperationException",
      message: "The simulated cloud does not know the operation \(request.operation) of \(request.service.rawValue)\(why).")
  }

  private static let ecs: [String: String] = {
    let instances = "container instances are declared by a scenario, and none can be registered or changed by calls"
    let settings = "an account has no settings here, and every resource has the long form of its ARN"
    let taskSets =
      "services with the controller EXTERNAL are kept, and nothing deploys them; those of CODE_DEPLOY have one task set"
    var reasons = ["ExecuteCommand": "no process runs in its containers, so there is nothing to open a session in"]
    for operation in [
      "RegisterContainerInstance", "DeregisterContainerInstance", "UpdateContainerAgent", "UpdateContainerInstancesState",
      "DescribeContainerInstances", "ListContainerInstances", "PutAttributes", "DeleteAttributes", "ListAttributes", "StartTask",
    ] {
      reasons[operation] = instances
    }
    for operation in ["PutAccountSetting", "PutAccountSettingDefault", "ListAccountSettings", "DeleteAccountSetting"] {
      reasons[operation] = settings
    }
    for operation in ["CreateTaskSet", "UpdateTaskSet", "DeleteTaskSet", "DescribeTaskSets", "UpdateServicePrimaryTaskSet"] {
      reasons[operation] = taskSets
    }
    return reasons
  }()
}
