import JSONDocument
package import Providers

extension AWSProvider {
  /// RunTask with `clientToken`, which makes repeating it harmless, and with the same text as `startedBy`, by which the task
  /// is found again.
  package func launch(_ launch: TaskLaunch, token: OperationToken) async throws(ProviderError) -> String {
    let input = Self.input(launch, token)
    // A token that was used for something else is no conflict that passes.
    let answer = try await calls.call(.ecs, "RunTask", input, APICalls.CallPolicy(immediate: ["ConflictException"]))
    if let arn = answer["tasks"]?.arrayValue?.first?["taskArn"]?.stringValue { return arn }
    let failure = answer["failures"]?.arrayValue?.first
    let reason = failure?["reason"]?.stringValue ?? "no reason was given"
    let detail = failure?["detail"]?.stringValue.map { " (\($0))" } ?? ""
    throw ProviderError(
      .refused, operation: "RunTask", code: LocalErrorCode.taskNotPlaced,
      message: "the task found no place in the cluster: \(reason)\(detail)"
    )
  }

  static func input(_ launch: TaskLaunch, _ token: OperationToken) -> JSON {
    var input = launch.input
    input["clientToken"] = .string(token.text)
    input["startedBy"] = .string(token.text)
    return input
  }

  package func task(launchedWith token: OperationToken, _ launch: TaskLaunch) async throws(ProviderError) -> String? {
    for status in ["RUNNING", "STOPPED"] {
      let answer = try await calls.call(
        .ecs, "ListTasks",
        ["cluster": .string(launch.cluster), "startedBy": .string(token.text), "desiredStatus": .string(status)])
      if let arn = answer["taskArns"]?.arrayValue?.first?.stringValue { return arn }
    }
    return nil
  }

  package func stop(_ task: String, _ launch: TaskLaunch, reason: String) async throws(ProviderError) {
    _ = try await calls.call(
      .ecs, "StopTask", ["cluster": .string(launch.cluster), "task": .string(task), "reason": .string(reason)])
  }
}
