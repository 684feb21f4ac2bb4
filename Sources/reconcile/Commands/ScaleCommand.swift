import ArgumentParser
import Diagnostics
import Engine
import Planning
import Reporting
import Resources

struct ScaleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scale", abstract: "Set how many tasks services run, now, and wait for them.",
    discussion: """
      EXAMPLE: reconcile scale -temporarily envs/prod worker=6

      A number that a file declares belongs into the file: the next apply goes by it. With -temporarily it is set all the \
      same, until then.
      """)

  @OptionGroup var environmentOptions: EnvironmentOptions
  @Argument(help: ArgumentHelp("Name or address of a service, and its number of tasks.", valueName: "service=count"))
  var counts: [ServiceCount]
  @Flag(help: "Also where a file declares the number; the next apply puts that back.")
  var temporarily = false
  @Option(help: ArgumentHelp("Why, for the history.", valueName: "text"))
  var reason: String?
  @OptionGroup var approval: ApprovalOptions
  @OptionGroup var pace: PaceOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if counts.isEmpty { throw ValidationError("Name at least one service and its number of tasks: service=count.") }
    let twice = Dictionary(grouping: counts, by: \.service).first { $0.value.count > 1 }
    if let twice { throw ValidationError("\(twice.key) is named twice.") }
  }

  func run() async throws {
    try await Session.run(
      output, state: environmentOptions.state, directory: environmentOptions.directory, applying: "scale"
    ) { session in
      let reconciler = try session.open(environmentOptions.directory)
      let wanted = try counts.map { (try ServiceNames.service($0.service, in: reconciler), $0.count) }
      return try await pace.lockedFirst(session, reconciler, operation: "scale", when: true) { isLocked in
        let scaling: ScalePlan
        do {
          scaling = try await reconciler.scaling(
            Dictionary(wanted.map { ($0.0.address, $0.1) }, uniquingKeysWith: { $1 }))
        } catch let problem as ScaleProblem {
          throw ScaleText.failure(problem, directory: environmentOptions.directory)
        }
        try check(scaling, wanted.map(\.0))
        guard !scaling.plan.steps.isEmpty else {
          session.print("They run as many tasks already.\n")
          return .done
        }
        session.print(scaling.plan)
        for note in scaling.services.compactMap(ScaleText.note) { session.notify("\(note)\n") }
        var run = pace.run(session, reconciler, scaling.plan, isLocked: isLocked)
        run.clearance = try await approval.agree(
          to: scaling.plan, reconciler, session, ApprovalOptions.Matter(operation: "scale"))
        (run.operation, run.reason) = ("scale", ScaleText.reason(scaling, reason))
        run.repeatedState = environmentOptions.state.repeated
        return try await run.perform()
      }
    }
  }

  /// Refuses what the next apply would undo, unless that is meant.
  private func check(_ scaling: ScalePlan, _ services: [Resource]) throws {
    guard !temporarily else { return }
    for service in scaling.services {
      guard case .file(let count) = service.owner, count != service.after else { continue }
      let file = services.first { $0.address == service.address }?.file ?? ""
      throw Failure(
        "count-declared", subject: service.address.description,
        "\(file) declares \(counted(count)), so the next apply would put that back",
        details: ["Nothing was changed."],
        next: "set \"desiredCount\" to \(service.after) there and apply; or add -temporarily, to have it until the next apply")
    }
  }

  private func counted(_ count: Int) -> String { count == 1 ? "1 task" : "\(count) tasks" }
}

/// `worker=6`
struct ServiceCount: ExpressibleByArgument {
  var service: String
  var count: Int

  /// ECS takes at most 5,000 tasks of a service (quota "Tasks per service"); a number beyond that is a slip.
  init?(argument: String) {
    guard let equals = argument.lastIndex(of: "="), let count = Int(argument[argument.index(after: equals)...]),
      (0...5000).contains(count), equals > argument.startIndex
    else { return nil }
    self.init(service: String(argument[..<equals]), count: count)
  }

  init(service: String, count: Int) {
    self.service = service
    self.count = count
  }
}

/// What is said of services that are scaled.
enum ScaleText {
  /// What a person should know who asked for it; nil when there is nothing.
  static func note(_ service: ScalePlan.Service) -> String? {
    switch service.owner {
    case .nobody: nil
    case .file(let count) where count == service.after: nil
    case .file(let count): "\(service.address): the next apply puts its file's number back, \(count)."
    case .left(let reason): "\(service.address): environment.json leaves its number to somebody else: \(reason)."
    case .autoscaling(let minimum, let maximum):
      "\(service.address): Application Auto Scaling keeps its number between \(minimum) and \(maximum), and may change it again."
    }
  }

  /// `worker 2 → 6; for the night`, for the history.
  static func reason(_ scaling: ScalePlan, _ reason: String?) -> String {
    let numbers = scaling.services.filter { $0.before != $0.after }.map { "\($0.address.name) \($0.before) → \($0.after)" }
    return numbers.joined(separator: ", ") + (reason.map { "; \($0)" } ?? "")
  }

  static func failure(_ problem: ScaleProblem, directory: String) -> Failure {
    let nothing = "Nothing was changed."
    switch problem {
    case .absent(let address):
      return Failure(
        "service-absent", subject: address.description, "it is not there yet", details: [nothing],
        next: "`reconcile apply \(directory)` makes it")
    case .unrecorded(let address):
      return Failure(
        "service-unrecorded", subject: address.description, "it runs, but is not recorded as this environment's yet",
        details: [nothing], next: "`reconcile apply \(directory)` records it")
    case .daemon(let address):
      return Failure(
        "service-without-count", subject: address.description,
        "it is a daemon: it runs one task on each container instance, and has no number", details: [nothing])
    case .outOfBounds(let address, let minimum, let maximum):
      return Failure(
        "count-out-of-bounds", subject: address.description,
        "Application Auto Scaling keeps its number between \(minimum) and \(maximum), and would move it back there",
        details: [nothing], next: "change the bounds of its scalable target")
    }
  }
}
