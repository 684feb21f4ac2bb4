import ArgumentParser
import Reporting

/// The environments that a command works on one after another.
struct EnvironmentsOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp("Directories of environments; without one, the current directory.", valueName: "environment"),
    completion: .directory)
  var environments: [String] = []

  @OptionGroup var sides: SideOptions
  @OptionGroup var state: StateOptions

  var chosen: ChosenEnvironments { ChosenEnvironments(environments, sides, state) }
}

/// Whether environments are worked on one after another, or all at once.
struct SideOptions: ParsableArguments {
  @Flag(help: "Several environments side by side; what each prints is one block, in the order given.")
  var parallel = false

  /// The number of the one that this process is for, when there are others beside it.
  @Option(name: .customLong("only-environment"), help: .hidden)
  var onlyNumber: Int?
}

/// The environments of one call of a command.
struct ChosenEnvironments {
  let directories: [String]
  let isParallel: Bool
  let state: StateOptions

  init(_ paths: [String], _ sides: SideOptions, _ state: StateOptions) {
    let all = paths.isEmpty ? ["."] : paths.map(EnvironmentOptions.trimmed)
    let own = sides.onlyNumber.flatMap { all.indices.contains($0) ? all[$0] : nil }
    directories = own.map { [$0] } ?? all
    isParallel = sides.parallel
    self.state = state
  }

  /// Nil when there are several.
  var only: String? { directories.count == 1 ? directories[0] : nil }
}

extension Session {
  /// Does the work for each environment, in the order given or side by side. Each has its own end, and the whole ends with the
  /// worst of them.
  ///
  /// With `applying`, each has an outcome in JSON, and those after one that did not end well are not begun: who applies staging
  /// and then prod wants no prod of what failed in staging. Side by side all are begun. An interrupt ends it in any case.
  static func runEach(
    _ options: ChosenEnvironments, _ output: OutputOptions, applying operation: String? = nil,
    _ work: (Session, String) async throws -> ExitStatus
  ) async throws {
    if let only = options.only {
      return try await run(output, state: options.state, directory: only, applying: operation) { session in
        try await work(session, only)
      }
    }
    try await run(output, state: options.state) { session in
      let ends =
        options.isParallel
        ? await session.runSideBySide(options.directories)
        : await session.runInOrder(options.directories, applying: operation, work)
      session.print(
        EnvironmentsSummary(ends.map { ($0.directory, $0.status?.code, $0.status?.words ?? "not begun") }))
      return ends.compactMap(\.status).max { $0.weight < $1.weight } ?? .done
    }
  }

  private func runInOrder(
    _ directories: [String], applying operation: String?, _ work: (Session, String) async throws -> ExitStatus
  ) async -> [(directory: String, status: ExitStatus?)] {
    var ends: [(directory: String, status: ExitStatus?)] = []
    var isOver = false
    for directory in directories {
      guard !isOver else {
        ends.append((directory, nil))
        continue
      }
      print(EnvironmentHeading(directory, isFirst: ends.isEmpty))
      let status = await status(directory, applying: operation) { try await work(self, directory) }
      ends.append((directory, status))
      isOver = status == .interrupted || (operation != nil && status.isFailure)
    }
    return ends
  }
}

extension ExitStatus {
  /// Something did not come about.
  var isFailure: Bool { self != .done && self != .changesPresent }

  /// The more, the worse.
  fileprivate var weight: Int {
    let order: [ExitStatus] = [
      .done, .changesPresent, .planOutOfDate, .locked, .usage, .error, .superseded, .timedOut, .interrupted, .rolledBack,
      .deploymentFailed, .rollbackFailed,
    ]
    return order.firstIndex(of: self) ?? order.count
  }

  fileprivate var words: String {
    switch self {
    case .done: "done"
    case .error: "failed"
    case .changesPresent: "there is something to do"
    case .rolledBack: "rolled back"
    case .deploymentFailed: "a deployment failed"
    case .superseded: "a deployment was superseded"
    case .timedOut: "a rollout timed out"
    case .interrupted: "interrupted"
    case .locked: "somebody else holds the lock"
    case .planOutOfDate: "the plan is out of date"
    case .rollbackFailed: "a rollback failed"
    case .usage: "wrong usage"
    }
  }
}
