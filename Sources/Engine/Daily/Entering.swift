import AWSCommandLine
import JSONDocument
import Loading
package import Providers
import Resources

/// A container that a command is to be run in.
package struct Entrance: Sendable, Equatable {
  package var task: ObservedTask
  package var container: String
  package var cluster: String
  /// How many tasks, and how many containers of this one, there were to choose from.
  package var choices: (tasks: Int, containers: Int)

  package static func == (left: Entrance, right: Entrance) -> Bool {
    (left.task, left.container, left.cluster) == (right.task, right.container, right.cluster) && left.choices == right.choices
  }
}

/// Why no command can be run in a container of a service.
package enum EntranceProblem: Error, Sendable, Equatable {
  case simulated
  case noRunningTask
  case notOpen(task: String, isDeclared: Bool, file: String)
  case notReady(task: String, container: String)
  case noProgram(String)
  case notStarted(String)
}

extension Reconciler {
  /// The container that is meant: of the newest task that runs, the first one, where nothing else is said.
  package func entrance(_ wish: LogWish) async throws -> Entrance {
    guard environment.settings.provider.identity.name != .simulatedAWS else { throw EntranceProblem.simulated }
    let all = try await tasks(of: [wish.service]).flatMap(\.tasks).filter { $0.status == "RUNNING" && $0.stop == nil }
    let named = wish.task.map { digits in all.filter { $0.id.hasPrefix(ARN.lastName(of: digits)) || $0.id.hasSuffix(digits) } }
    if let digits = wish.task, let named {
      if named.isEmpty { throw LogProblem.noTask(digits) }
      if named.count > 1 { throw LogProblem.severalTasks(digits, ids: named.map(\.id)) }
    }
    guard let task = (named ?? all).last else { throw EntranceProblem.noRunningTask }
    guard wish.container.map(task.containers.contains) ?? true else {
      throw LogProblem.noContainer(wish.container ?? "", known: task.containers)
    }
    let declared = ServiceDocument(wish.service.attributes).opensExec
    guard task.entrance.isOpen else {
      throw EntranceProblem.notOpen(task: task.id, isDeclared: declared, file: wish.service.file)
    }
    let ready = task.containers.filter(task.entrance.ready.contains)
    guard let container = wish.container ?? ready.first, ready.contains(container) else {
      throw EntranceProblem.notReady(task: task.id, container: wish.container ?? task.containers.first ?? "")
    }
    return Entrance(
      task: task, container: container, cluster: wish.service.identity.cluster, choices: (all.count, task.containers.count))
  }

  /// Runs the command there. Never returns: the terminal is its own from now on.
  package func enter(_ entrance: Entrance, command: String) throws(EntranceProblem) -> Never {
    let provider = environment.settings.provider
    let input: JSON = [
      "cluster": .string(entrance.cluster), "task": .string(entrance.task.arn), "container": .string(entrance.container),
      "command": .string(command), "interactive": true,
    ]
    do throws(SessionProgram.Problem) {
      try SessionProgram(region: provider.identity.region, profile: provider.profile, endpoint: provider.endpoint).takeOver(input)
    } catch {
      switch error {
      case .noProgram(let name): throw .noProgram(name)
      case .refused(let reason), .system(let reason): throw .notStarted(reason)
      }
    }
  }
}
