import ArgumentParser
import Engine
import Loading
import Reporting
import Resources

struct LogsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logs", abstract: "Show what the containers of a service write, from CloudWatch Logs.",
    discussion: """
      EXAMPLE: reconcile logs -follow envs/prod api

      Lines are read where the revisions that run say that they are, and stand in the order of their times. What looks like \
      a secret, or is one in these revisions, is hidden.
      """)

  @OptionGroup var environmentOptions: EnvironmentOptions
  @Argument(help: ArgumentHelp("Name or address of the service.", valueName: "service"))
  var service: String
  @Option(name: [.customLong("container"), .customShort("c")], help: ArgumentHelp("Only this container.", valueName: "name"))
  var container: String?
  @Option(help: ArgumentHelp("Only this task, by the first or last digits of its id.", valueName: "id"))
  var task: String?
  @Option(help: ArgumentHelp("Lines of the last so long: 90s, 30m, 12h.", valueName: "time"))
  var since = TimeLimit(.seconds(600))
  @Flag(name: [.customLong("follow"), .customShort("f")], help: "Go on with new lines until it is interrupted.")
  var follow = false
  @Option(name: .customLong("for"), help: ArgumentHelp("With -follow: end after so long.", valueName: "time"))
  var limit: TimeLimit?
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if limit != nil, !follow { throw ValidationError("-for says how long -follow goes on; add -follow.") }
  }

  func run() async throws {
    try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
      let reconciler = try session.open(environmentOptions.directory, onlyLooking: true)
      let resource = try ServiceNames.service(service, in: reconciler)
      let selection = try await TaskFailure.told(resource) {
        try await reconciler.selectLogs(LogWish(resource, container: container, task: task))
      }
      for gap in selection.gaps { session.notify("\(LogGapText.line(gap))\n") }
      guard !selection.sources.isEmpty else { throw Self.unreadable(resource) }
      let text = LogText(contents: selection.contents, style: session.style)
      let begin = await reconciler.now() - Double(since.duration.components.seconds)
      var isEmpty = true
      let missing = try await reconciler.tellLogs(
        of: selection.sources, since: begin, following: following
      ) { entries in
        isEmpty = false
        tell(entries, of: resource, text, session)
      }
      for group in missing.sorted() { session.notify("\(LogGapText.line(.noGroup(group)))\n") }
      if isEmpty { session.suggest("No lines in the last \(since.defaultValueDescription); -since looks further back.") }
      return .done
    }
  }

  private var following: Following {
    guard follow else { return .no }
    return limit.map { .lasting($0.duration) } ?? .endless
  }

  private func tell(_ entries: [LogFeed.Entry], of service: Resource, _ text: LogText, _ session: Session) {
    session.print(
      text: Message(lines: entries.flatMap { text.lines($0.line, container: $0.source.container) }),
      json: entries.map { text.json($0.line, container: $0.source.container, address: service.address.description) })
  }

  private static func unreadable(_ service: Resource) -> Failure {
    Failure(
      "logs-elsewhere", subject: service.address.description, "none of its lines are in CloudWatch Logs of this region",
      next: "look where its log driver brings them")
  }
}

/// What keeps somebody from a task, in words.
enum TaskFailure {
  /// The work, whose problems about finding tasks and containers become sentences.
  static func told<Value>(_ service: Resource, _ work: () async throws -> Value) async throws -> Value {
    do { return try await work() } catch let problem as LogProblem { throw failure(problem, service) }
  }

  private static func failure(_ problem: LogProblem, _ service: Resource) -> Failure {
    let subject = service.address.description
    switch problem {
    case .noService:
      return Failure("service-absent", subject: subject, "it is not there yet", next: "`reconcile apply` makes it")
    case .noContainer(let name, let known):
      return Failure(
        "container-unknown", subject: subject, "no container of it is called \"\(name)\"",
        details: ["It has \(known.joined(separator: ", "))."], next: "name one of them")
    case .noTask(let digits):
      return Failure(
        "task-unknown", subject: subject, "no task of it has an id with \"\(digits)\" at its beginning or end",
        details: ["ECS forgets a stopped task after about an hour; then only its whole id leads to its lines."],
        next: "`reconcile tasks` lists them")
    case .severalTasks(let digits, let ids):
      return Failure(
        "task-ambiguous", subject: subject, "several tasks have an id with \"\(digits)\" at its beginning or end",
        details: ["They are \(ids.joined(separator: ", "))."], next: "give more digits")
    }
  }
}

/// Why lines of a container are not shown, or more than its own, as a sentence.
enum LogGapText {
  static func line(_ gap: LogGap) -> String {
    switch gap {
    case .driver(let container, let name):
      "container \(container): its log driver is \(name), whose lines are not in CloudWatch Logs"
    case .noDriver(let container):
      "container \(container): no log driver is named, so nothing brings its lines to CloudWatch Logs"
    case .otherRegion(let container, let region):
      "container \(container): its lines are in \(region), another region than the environment's"
    case .wholeGroup(let container, let group):
      "container \(container): it has no awslogs-stream-prefix, so all of \(group) is shown"
    case .noGroup(let group): "log group \(group): it is not there"
    }
  }
}
