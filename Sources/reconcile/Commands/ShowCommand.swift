import ArgumentParser
import Engine
import Loading
import Planning
import Platform
import Recording
import Reporting
import Resources

struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a saved plan, or what is recorded of an environment.",
    discussion: "EXAMPLE: reconcile show staging.plan")

  @Argument(
    help: ArgumentHelp(
      "A plan saved by `plan -out`, or the directory of an environment.", valueName: "plan-or-environment"),
    completion: .file())
  var subject: String

  @OptionGroup var state: StateOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let path = EnvironmentOptions.trimmed(subject)
    try await Session.run(output, state: state, directory: path) { session in
      if FileSystem.isReadable(path) {
        let plan = try SavedPlan.read(path)
        session.print(plan)
        if let made = plan.madeIn, made != FileSystem.resolved(".") {
          session.notify(
            Message(lines: [
              "note: this plan was made in \(Printable.line(made)), of \(Printable.line(plan.environment.directory))."
            ]))
        }
        return .done
      }
      let reconciler = try session.openPlace(path)
      let recorded = try await reconciler.recordedState()
      let text = StateText(recorded, style: session.style)
      let lock = try await reconciler.lock()
      session.print(
        text: Message(
          rendered: text.overview(
            environment: reconciler.environment.desired.environment, lock: lock, now: ProcessEnvironment.now)),
        json: text.lines())
      return .done
    }
  }
}

struct HistoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "List the runs: who, when, which tags, and how it ended.",
    discussion: "EXAMPLE: reconcile history -limit 5 envs/prod")

  @OptionGroup var environmentOptions: EnvironmentOptions
  @Option(help: ArgumentHelp("How many runs, newest first.", valueName: "number"))
  var limit = 20
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if limit < 1 { throw ValidationError("-limit is \(limit); it must be at least 1.") }
  }

  func run() async throws {
    try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
      let runs = try await session.openPlace(environmentOptions.directory).runs(limit: limit == .max ? limit : limit + 1)
      let history = HistoryText(runs, limit: limit, style: session.style)
      session.print(text: Message(rendered: history.text(directory: environmentOptions.directory)), json: history.lines)
      return .done
    }
  }
}

extension Reconciler {
  func recordedState() async throws -> RecordedState {
    do throws(StateError) { return try await store.read() } catch { throw EngineError.state(error) }
  }

  func lock() async throws -> LockInfo? {
    do throws(StateError) { return try await store.currentLock() } catch { throw EngineError.state(error) }
  }

  func runs(limit: Int) async throws -> [RunRecord] {
    do throws(StateError) { return try await store.history(limit: limit) } catch {
      throw EngineError.state(error)
    }
  }
}
