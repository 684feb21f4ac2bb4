import ArgumentParser
import Engine
import Loading
import Reporting
import Resources

struct TasksCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tasks", abstract: "Show the tasks of services: what runs where, and what stopped lately and why.",
    discussion: """
      EXAMPLE: reconcile tasks envs/staging api

      ECS forgets a stopped task after about an hour.
      """)

  @OptionGroup var environmentOptions: EnvironmentOptions
  @Argument(help: ArgumentHelp("Names or addresses of services; none: all of them.", valueName: "service"))
  var services: [String] = []
  @Flag(name: .customLong("all"), help: "Every stopped task, not only the five newest of each service.")
  var showsAll = false
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
      let reconciler = try session.open(environmentOptions.directory, onlyLooking: true)
      let desired = reconciler.environment.desired
      let named = try ServiceNames.services(services, in: reconciler)
      let tasks = try await reconciler.tasks(of: named)
      session.print(
        TaskListView(
          desired.environment, tasks.map { TaskListView.Service($0.service.address, $0.tasks) },
          imageNames: desired.imageNames, stoppedLimit: showsAll ? nil : 5))
      return .done
    }
  }
}
