import ArgumentParser
import Engine
import Loading
import Platform
import Releasing
import Reporting
import Resources
import Shipping

struct BuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build", abstract: "Build the images of an environment with docker buildx bake, push them, and set their tags.",
    discussion: """
      EXAMPLE: reconcile build -push envs/staging

      The tag is sha- and seven digits of the commit. Every command is printed before it is run; the tag map is written last.
      """)

  @OptionGroup var environmentOptions: EnvironmentOptions

  @Option(
    name: .customLong("target"),
    help: ArgumentHelp("Only this image, by its key or its target; may be repeated.", valueName: "key"))
  var names: [String] = []
  @Flag(help: "Push the images, compare them with the registry, and write the tag map.")
  var push = false
  @Option(
    help: ArgumentHelp("Then copy the images to the registry of this environment, too.", valueName: "directory"),
    completion: .directory)
  var mirror: String?
  @Flag(name: .customLong("no-tfvars"), help: "Leave the tag map as it is.")
  var keepsMap = false
  @Option(help: ArgumentHelp("This tag instead of the commit's.", valueName: "tag"))
  var tag: String?
  @Flag(name: .customLong("allow-dirty"), help: "Build what is in no commit, too; the tag says so.")
  var allowsDirty = false
  @Flag(name: [.customLong("dry-run"), .customShort("n")], help: "Show the commands, and run none of them.")
  var isDry = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if mirror != nil, !push { throw ValidationError("-mirror copies what was pushed; give -push, too.") }
  }

  func run() async throws {
    let directory = environmentOptions.directory
    try await Session.run(output, state: environmentOptions.state, directory: directory) { session in
      let environment = try session.loadTags(directory)
      let target = try mirror.map { try session.loadTags(EnvironmentOptions.trimmed($0)) }
      let source = BuildSource(environment, besides: target, allowsDirty: allowsDirty)
      let building = try Building(
        environment, names: names, tag: try await source.tag(tag), in: source.root, stateDirectory: session.stateDirectory)
      let writer = TagMapWriter(try session.loader(), directory)
      // What the environment does not take is refused before anything is built.
      if !keepsMap { _ = try writer.checkedEdit(environment, setting: building.plan.tags) }
      let run = BuildRun(session: session, building: building, pushing: push, isDry: isDry)
      guard try await run.perform() == .done else { return .error }
      if let target, let mirror {
        try await copy(environment, target, to: EnvironmentOptions.trimmed(mirror), building.plan, session)
      }
      guard push, !keepsMap, !isDry else { return .done }
      let change = try writer.set { _ in building.plan.tags }
      let text = TagMapChangeText(change)
      session.print(text: Message(rendered: text.text), json: text.lines)
      if change.isWritten { session.suggest("\nTo see what it changes: reconcile plan \(directory)") }
      return .done
    }
  }

  /// Before the map is written: whoever finds a tag in it finds the image in both registries.
  private func copy(
    _ environment: LoadedEnvironment, _ target: LoadedEnvironment, to directory: String, _ plan: BuildPlan, _ session: Session
  ) async throws {
    let run = MirrorRun(session: session, target: directory, isDry: isDry)
    guard !isDry else { return session.notify("reconcile mirror \(environmentOptions.directory) \(directory)\n") }
    let built = environment.calling(plan.tags)
    let status = try await run.perform(from: built, to: target, keys: Set(plan.rows.map(\.key)))
    guard status == .done else {
      session.notify("The tag map was not written.\n")
      throw status
    }
  }
}

/// What images are built from: a commit, or a working tree with more than that.
private struct BuildSource {
  private let tree: WorkingTree?
  private let directory: String
  private let maps: [String]
  private let allowsDirty: Bool
  private let isProtected: Bool

  init(_ environment: LoadedEnvironment, besides other: LoadedEnvironment?, allowsDirty: Bool) {
    directory = environment.desired.environment.directory
    tree = WorkingTree(around: directory)
    maps = [environment, other].compactMap { $0?.tagMap?.path }
    isProtected = [environment, other].contains { $0?.settings.protection.isProtected == true }
    self.allowsDirty = allowsDirty && !isProtected
  }

  /// Where docker runs.
  var root: String { tree?.root ?? FileSystem.workingDirectory() }

  /// `wanted`: nil, the commit's. Tag maps that are no part of the commit yet are no matter, those of other environments neither:
  /// builds and promotions write them, and no image holds them.
  func tag(_ wanted: String?) async throws -> String {
    guard let tree else {
      guard let wanted else { throw ReleaseProblem.build(.noCommit(directory: directory)) }
      return wanted
    }
    let changes = try await tree.changes(besides: maps, named: TagMapFile.usualName)
    guard changes.isEmpty || allowsDirty else {
      throw ReleaseProblem.build(.uncommitted(directory: directory, files: changes, isProtected: isProtected))
    }
    if let wanted { return wanted }
    guard let commit = GitCommit.checkedOut(around: tree.root) else {
      throw ReleaseProblem.build(.noCommit(directory: directory))
    }
    return changes.isEmpty ? TagChoice.tag(ofCommit: commit) : TagChoice.tag(ofDirty: commit, at: ProcessEnvironment.now)
  }
}

/// One build: its commands are told, and then run.
private struct BuildRun {
  let session: Session
  let building: Building
  let pushing: Bool
  let isDry: Bool

  func perform() async throws -> ExitStatus {
    let folder = try PrivateFolder()
    defer { folder.remove() }
    if building.isSimulated { session.notify("In the simulated cloud nothing is built; these commands would be run:\n") }
    for command in building.commands(pushing: pushing, in: folder) { session.notify("\(command)\n") }
    guard !isDry else { return .done }
    let work = Task { [building, pushing, session] in
      try await building.perform(pushing: pushing, in: folder) { line in session.notify("\(line)\n") }
    }
    let interrupts = Interrupts(stop: { work.cancel() }, atOnce: { folder.remove() })
    defer { interrupts.end() }
    let text = BuildText(building.plan, digests: try await work.value)
    session.print(text: Message(rendered: text.text), json: text.lines)
    return .done
  }
}
