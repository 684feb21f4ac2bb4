import Providers
import Resources

/// Tasks by token. They end as they were scripted; a task whose verdict is `timedOut` runs on.
extension ScriptedProvider: TaskRunner {
  func launch(_ launch: TaskLaunch, token: OperationToken) async throws(ProviderError) -> String {
    try await call("launch \(launch.container)") { cloud throws(ProviderError) in
      if let task = cloud.tasks[token.text] { return task }
      let task = "arn:aws:ecs:eu-west-1:123456789012:task/main/\(cloud.tasks.count + 1)"
      cloud.tasks[token.text] = task
      cloud.launched[task] = launch
      return task
    }
  }

  func task(launchedWith token: OperationToken, _ launch: TaskLaunch) async throws(ProviderError) -> String? {
    log.add("find \(launch.container)")
    return now.tasks[token.text]
  }

  func follow(
    _ task: String, _ launch: TaskLaunch, patience: Duration, progress: @escaping @Sendable (TaskProgress) -> Void
  ) async -> TaskVerdict {
    let id = task.split(separator: "/").last.map(String.init) ?? ""
    log.add("watch \(id)")
    if patience > .zero {
      progress(TaskProgress(status: "RUNNING"))
      await following(id)
      if Task.isCancelled { return TaskVerdict(.interrupted, task: task, container: launch.container) }
    }
    return now.ends[id] ?? TaskVerdict(.succeeded, task: task, container: launch.container, exitCode: 0)
  }

  func stop(_ task: String, _ launch: TaskLaunch, reason: String) async throws(ProviderError) {
    let id = task.split(separator: "/").last.map(String.init) ?? ""
    try await call("stop \(id)") { cloud throws(ProviderError) in
      cloud.ends[id] = TaskVerdict(.failed, task: task, container: launch.container, exitCode: 143, reason: reason)
    }
  }
}
