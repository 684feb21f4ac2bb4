import ArgumentParser
import Engine
import Providers
import Reporting
import Resources

struct ExecCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exec", abstract: "Run a command inside of a container of a service, or a shell.",
    discussion: """
      EXAMPLE: reconcile exec envs/staging api -- ./manage.py shell

      It is `aws ecs execute-command` that does it, with session-manager-plugin; both must be installed. The service needs \
      "enableExecuteCommand": true, and tasks that were started since. What is printed then is the container's: nothing of \
      it is hidden.
      """)

  @OptionGroup var environmentOptions: EnvironmentOptions
  @Argument(help: ArgumentHelp("Name or address of the service.", valueName: "service"))
  var service: String
  @Argument(parsing: .postTerminator, help: ArgumentHelp("The command (default: /bin/sh).", valueName: "command"))
  var command: [String] = []
  @Option(
    name: [.customLong("container"), .customShort("c")],
    help: ArgumentHelp("This container; otherwise the first.", valueName: "name"))
  var container: String?
  @Option(help: ArgumentHelp("This task, by the first or last digits of its id; otherwise the newest.", valueName: "id"))
  var task: String?
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if output.json { throw ValidationError("-json is for programs, and a session is for a terminal.") }
  }

  func run() async throws {
    try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
      let reconciler = try session.open(environmentOptions.directory, onlyLooking: true)
      let resource = try ServiceNames.service(service, in: reconciler)
      do {
        let entrance = try await TaskFailure.told(resource) {
          try await reconciler.entrance(LogWish(resource, container: container, task: task))
        }
        session.notify("\(Self.line(entrance))\n")
        try reconciler.enter(entrance, command: text)
      } catch let problem as EntranceProblem {
        throw failure(problem, resource)
      }
    }
  }

  /// One word goes as it is, as `aws` takes it; of several the container gets what a shell would read them as.
  private var text: String {
    command.count > 1 ? String(RepeatedCommand.text(of: command).dropFirst()) : command.first ?? "/bin/sh"
  }

  private static func line(_ entrance: Entrance) -> String {
    let others = [
      entrance.choices.tasks > 1 ? "one of \(entrance.choices.tasks) tasks" : nil,
      entrance.choices.containers > 1 ? "one of \(entrance.choices.containers) containers" : nil,
    ].compactMap { $0 }
    return "container \(entrance.container) of task \(entrance.task.id.suffix(8)), \(entrance.task.shortRevision)"
      + (others.isEmpty ? "" : " (\(others.joined(separator: ", ")))")
  }

  private func failure(_ problem: EntranceProblem, _ service: Resource) -> Failure {
    let (subject, directory) = (service.address.description, environmentOptions.directory)
    switch problem {
    case .simulated:
      return Failure(
        "exec-simulated", subject: subject, "the simulated cloud runs no containers that a command could be run in")
    case .noRunningTask:
      return Failure("task-missing", subject: subject, "no task of it runs", next: "`reconcile tasks \(directory)` shows why")
    case .notOpen(let task, let isDeclared, let file):
      return Failure(
        "exec-not-enabled", subject: subject, "its task \(task.suffix(8)) was started without ECS Exec",
        details: ["Only tasks that are started after it was enabled can be entered; their task role needs ssmmessages:*."],
        next: isDeclared
          ? "`reconcile apply \(directory)`, and `reconcile redeploy \(directory) \(service.address.name)` when nothing differs"
          : "add \"enableExecuteCommand\": true to \(file), apply, and redeploy")
    case .notReady(let task, let container):
      return Failure(
        "exec-not-ready", subject: subject,
        "the agent of ECS Exec does not run in container \(container) of task \(task.suffix(8))",
        details: ["It starts a moment after the container, and needs ssmmessages:* of the task role and a way to its endpoint."],
        next: "try again in a minute, or look at the task role")
    case .noProgram(let name):
      let page =
        name == "aws"
        ? "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html"
        : "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html"
      return Failure(
        "program-missing", subject: name, "it is not on the PATH, and sessions need it", next: "install it: \(page)")
    case .notStarted(let reason): return Failure("exec-not-started", subject: subject, "aws could not be started: \(reason)")
    }
  }
}
