package import JSONDocument
package import Providers
package import Resources

/// The tasks of an environment's services: what runs, and what stopped lately and why.
package struct TaskListView: Sendable {
  package struct Service: Sendable {
    package var address: Address
    package var tasks: [ObservedTask]

    package var alive: [ObservedTask] { tasks.filter { !$0.isStopped } }
    package var stopped: [ObservedTask] { tasks.filter(\.isStopped) }

    package init(_ address: Address, _ tasks: [ObservedTask]) {
      self.address = address
      self.tasks = tasks
    }
  }

  package var environment: EnvironmentIdentity
  package var services: [Service]
  /// Registry and repository of the images that the environment declares.
  package var imageNames: Set<String>
  /// So many stopped tasks of a service are shown to a person; nil: all.
  package var stoppedLimit: Int?

  package init(
    _ environment: EnvironmentIdentity, _ services: [Service], imageNames: Set<String>, stoppedLimit: Int? = nil
  ) {
    self.environment = environment
    self.services = services
    self.imageNames = imageNames
    self.stoppedLimit = stoppedLimit
  }

  func versions(_ task: ObservedTask) -> [String] { ImageText.versions(of: task.images, declared: imageNames) }
}

extension TaskListView: Renderable {
  package func text(_ style: Style) -> String { TaskListText(self, style: style).text }
  package var lines: [JSON] { TaskListJSON(self).lines }
}
