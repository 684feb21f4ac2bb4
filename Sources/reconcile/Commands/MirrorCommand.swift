import ArgumentParser
import Diagnostics
import Engine
import Loading
import Releasing
import Reporting
import Resources

struct MirrorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mirror", abstract: "Copy the images of one environment's tag map into the registry of another one, by digest.",
    discussion: """
      EXAMPLE: reconcile mirror envs/staging envs/prod

      Indexes are copied whole, with their attestations, and signatures beside them. What is there is not copied again.
      """)

  @Argument(
    help: ArgumentHelp("Directory of the environment whose images are copied.", valueName: "source"), completion: .directory)
  var source: String
  @Argument(help: ArgumentHelp("Directory of the environment that gets them.", valueName: "target"), completion: .directory)
  var target: String

  @Option(name: .customLong("image"), help: ArgumentHelp("Only this image; may be repeated.", valueName: "key"))
  var images: [String] = []
  @Flag(help: "Move tags that are on other images in the target, where its registry lets them move.")
  var move = false
  @Flag(name: [.customLong("dry-run"), .customShort("n")], help: "Show what would be copied, and copy nothing.")
  var isDry = false

  @OptionGroup var state: StateOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let (from, to) = (EnvironmentOptions.trimmed(source), EnvironmentOptions.trimmed(target))
    try await Session.run(output, state: state, directory: to) { session in
      let environments = (try session.loadTags(from), try session.loadTags(to))
      let run = MirrorRun(session: session, target: to, moving: move, isDry: isDry)
      let keys = try images.isEmpty ? nil : Set(images.map { try environments.0.imageKey($0) })
      return try await run.perform(from: environments.0, to: environments.1, keys: keys)
    }
  }
}

/// One mirror: looked at, refused or performed, and told.
struct MirrorRun {
  let session: Session
  /// Directory of the environment that gets the images.
  let target: String
  var moving = false
  var isDry = false

  func perform(from source: LoadedEnvironment, to environment: LoadedEnvironment, keys: Set<String>?) async throws -> ExitStatus {
    let mirroring = try await Mirroring(from: source, to: environment, keys: keys, stateDirectory: session.stateDirectory)
    let registry = environment.settings.provider.identity.registry
    do throws(MirrorProblem) {
      let plan = try await mirroring.plan()
      let objections = plan.findings(moving: moving)
      let copies = mirroring.copies(plan, moving: moving)
      guard !isDry, objections.isEmpty else {
        for command in copies.compactMap(mirroring.command) where objections.isEmpty { session.notify("\(command)\n") }
        tell(plan, made: [], registry)
        session.report(objections)
        if !objections.isEmpty { session.notify("Nothing was copied.\n") }
        return objections.isEmpty ? .done : .error
      }
      return try await copy(copies, of: plan, mirroring, registry)
    } catch {
      session.report(Failure(error, target: target))
      return .error
    }
  }

  private func copy(
    _ copies: [Mirror.Copy], of plan: MirrorPlan, _ mirroring: Mirroring, _ registry: String
  ) async throws(MirrorProblem) -> ExitStatus {
    var begun: [Mirror.Copy] = []
    do throws(MirrorProblem) {
      try await mirroring.perform(copies) { copy in
        begun.append(copy)
        if let command = mirroring.command(copy) { session.notify("\(command)\n") }
      }
    } catch {
      tell(plan, made: begun.dropLast(), registry)
      throw error
    }
    tell(plan, made: begun, registry)
    return .done
  }

  private func tell(_ plan: MirrorPlan, made: [Mirror.Copy], _ registry: String) {
    let text = MirrorText(plan, made: made, isDry: isDry, moving: moving, registry: registry)
    session.print(text: Message(rendered: text.text), json: text.lines)
  }
}
