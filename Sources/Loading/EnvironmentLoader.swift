import Diagnostics
import JSONDocument
import Platform
import Resources
import Secrets
import Validation

/// Reads an environment directory into the desired state, and reports all that is wrong with it at once.
///
/// Files are data: read once, never executed. With any error among the findings there is no environment, so a broken
/// file can never look like a wish to delete something.
package struct EnvironmentLoader: Sendable {
  private let policy: Policy?

  /// `policy`: what the files may choose of where. Nil: what is safe for everybody.
  package init(policy: Policy? = nil) {
    self.policy = policy
  }

  /// `edit`: a change of the tag map that is read as if it were written already.
  package func load(_ directory: String, with edit: TagMapEdit? = nil) -> LoadResult { load(directory, .whole, edit) }

  /// Where the environment lives, and its images with their tags: for those who look at tags or change them, which mistakes in
  /// specs must not keep anyone from. The tags that `edit` sets are held against the environment's policy.
  package func loadTags(_ directory: String, with edit: TagMapEdit? = nil) -> LoadResult { load(directory, .tags, edit) }

  /// Only where the environment lives: for those who look at its state, which mistakes in specs must not keep anyone from.
  package func loadPlace(_ directory: String) -> LoadResult { load(directory, .place) }

  /// Where the environment lives and which images it declares, without their tags: for those who push one before the tag map
  /// names it, whatever that says now.
  package func loadImages(_ directory: String) -> LoadResult { load(directory, .images) }

  /// All of it, where an environment without specs is no mistake: for those who are about to write some.
  package func loadFrame(_ directory: String) -> LoadResult { load(directory, .frame) }

  /// Where the state of an environment lies that has no environment.json yet.
  package func defaultStateDirectory(for directory: String) -> String {
    let path = Paths.joined(FileSystem.resolved(".") ?? FileSystem.workingDirectory(), directory)
    return Paths.joined(ProjectRoot.find(for: path), "state")
  }

  private enum Depth {
    case place, images, tags, frame, whole
  }

  private func load(_ directory: String, _ depth: Depth, _ edit: TagMapEdit? = nil) -> LoadResult {
    let directory = Paths.normalized(directory)
    guard !directory.unicodeScalars.contains(where: \.isHidden) else {
      return LoadResult(
        environment: nil,
        diagnostics: [
          Diagnostic(
            .error, "environment-path", "the path \"\(directory)\" holds characters that nobody sees",
            fix: "rename the directory")
        ])
    }
    guard FileSystem.kind(directory) == .directory, let resolved = FileSystem.resolved(directory) else {
      return LoadResult(
        environment: nil,
        diagnostics: [
          Diagnostic(
            .error, "environment-missing", "there is no directory \"\(directory)\"",
            fix: "name the directory of an environment, such as envs/staging")
        ])
    }
    let root = ProjectRoot.find(for: Self.place(of: directory) ?? resolved)
    guard Paths.isInside(resolved, root) else {
      return LoadResult(
        environment: nil,
        diagnostics: [
          Diagnostic(
            .error, "link-outside", "the environment is a link to a place outside of the project",
            at: SourceLocation(path: directory),
            details: ["It leads to \(resolved); the project begins at \(root). Nothing outside of it is read."],
            fix: "name the directory itself, or copy it into the project")
        ])
    }
    var run = LoadingRun(root: root, with: edit)
    let environment = load(directory, resolved, depth, &run)
    let findings = UnreadFiles(run.unread).without(run.diagnostics).inFileOrder
    return LoadResult(environment: findings.hasErrors ? nil : environment, diagnostics: findings, silenced: run.silenced)
  }

  /// Where the directory stands, also when it is a link; nil when it is not named by a last part of its own.
  private static func place(of directory: String) -> String? {
    let name = Paths.lastPart(directory)
    guard name != ".", name != "..", directory != "/" else { return nil }
    return FileSystem.resolved(Paths.parent(directory)).map { Paths.joined($0, name) }
  }

  private func load(
    _ directory: String, _ resolved: String, _ depth: Depth, _ run: inout LoadingRun
  ) -> LoadedEnvironment? {
    guard let layers = Layers.find(directory, &run) else { return nil }
    let path = Paths.joined(directory, "environment.json")
    guard let file = EnvironmentFile(layers.environment, directory: resolved, path: path, &run) else { return nil }
    file.sensitive.declare(layers.directories, root: run.root)
    let identity = EnvironmentIdentity(
      name: file.name, directory: directory, provider: file.provider.identity, cluster: file.cluster)
    var settings = EnvironmentSettings(
      provider: file.provider, projectRoot: run.root,
      stateDirectory: file.stateDirectory.map { Paths.joined(resolved, $0) } ?? Paths.joined(run.root, "state"),
      sharedState: file.sharedState)
    settings.stateEncryption = file.stateEncryption
    settings.protection = file.protection
    settings.notifications = file.notifications
    settings.keepRevisions = file.keepRevisions
    let places = PlaceCheck(policy: policy, document: layers.environment, path: path)
    places.check(file, folder: settings.stateDirectory, &run)
    guard depth != .place, depth != .images else {
      let images = depth == .images ? file.images([:], &run) : [:]
      return LoadedEnvironment(
        desired: DesiredState(environment: identity, resources: []), settings: settings, images: images)
    }

    UnreadEntries.check(layers.directories, &run)
    var variables = JSONObject()
    for layer in layers.directories { variables = Variables.load(layer, over: variables, &run) }
    file.sensitive.check(against: variables, &run)
    let tagMap = variables[file.tagVariable]
    let tags = TagMap.tags(tagMap, variable: file.tagVariable, &run)
    let images = file.images(tags, &run)
    let mapFile = TagMapFile(of: tagMap, file.tagVariable, in: directory, run.sources)
    let policy = TagPolicy(file.tagSettings)
    guard depth != .tags else {
      if let keys = run.edit?.keys { check(keys, images, tagMap, file, &run) }
      var loaded = LoadedEnvironment(
        desired: DesiredState(environment: identity, resources: [], bootstrapTag: file.bootstrapTag), settings: settings,
        images: images)
      (loaded.tagMap, loaded.tagPolicy, loaded.promotion) = (mapFile, policy, file.promotion)
      loaded.build = file.build
      return loaded
    }
    guardTagMap(tagMap, images, file, path: path, &run)

    var interpolation = Interpolation(
      environment: identity, images: images, variables: variables, placeholders: file.placeholders)
    var specs = SpecReader(layers: layers.directories).read(&interpolation, &run)
    guard !specs.isEmpty || depth == .frame else {
      guardSpecs(directory, &run)
      return nil
    }
    places.check(specs, &run)
    TaskDefinitionLinker.link(&specs)
    let tasks = OneOffTasks.read(&specs, &run)
    let wantedChecks = file.checks.map { interpolation.interpolate($0, &run) }
    validate(specs, images, tagMap, file, interpolation, &run)
    let tracked = run.trackedSecrets
    tracked.check(&run)
    let waves = file.order.map { WavesReader(services: specs, file: path).read($0, &run) } ?? []
    let checks = wantedChecks.map { ChecksReader(specs: specs, file: path).read($0, &run) } ?? [:]
    OneOffTasks.removeSettings(&specs)
    VariableValues.fill(&specs)
    file.sensitive.check(against: specs, &run)
    SensitiveDeclarations.declareValues(of: specs)
    if HiddenValues.current.isKeeping { HiddenValues.current.note(in: specs.map(\.attributes)) }
    file.ignoreRules.check(against: specs, &run)
    run.silenced = file.silencing.apply(layers: layers.directories, &run)

    let inputs = run.inputs.sorted { $0.path < $1.path }
    var desired = DesiredState(
      environment: identity, resources: specs, inputs: inputs, bootstrapTag: file.bootstrapTag,
      imageNames: Set(images.values.map(\.name)),
      ignoreRules: file.ignoreRules.all, waves: waves, checks: checks, tasks: tasks)
    desired.pin = file.pin
    desired.deletions = file.deletions
    desired.protected = file.protected
    desired.soak = file.soak
    var loaded = LoadedEnvironment(desired: desired, settings: settings, images: images, sources: run.sources)
    (loaded.tagMap, loaded.tagPolicy, loaded.promotion) = (mapFile, policy, file.promotion)
    loaded.intendedDifferences = file.intendedDifferences.all
    loaded.build = file.build
    return loaded
  }

  /// Whether the tags of some keys are what the environment takes.
  private func check(
    _ keys: Set<String>, _ images: [String: EnvironmentImage], _ tagMap: JSON?, _ file: EnvironmentFile, _ run: inout LoadingRun
  ) {
    let set = JSONObject((tagMap?.objectValue ?? JSONObject()).filter { keys.contains($0.key) })
    let context = ValidationContext(
      resources: [], images: images, tagMap: .object(set), declaredImages: file.declaredImages, tagSettings: file.tagSettings,
      usedImages: [], provider: file.provider.identity, sources: run.sources)
    for rule in ValidationRules.tags { run.diagnostics += rule.check(context) }
  }

  private func validate(
    _ specs: [Resource], _ images: [String: EnvironmentImage], _ tagMap: JSON?, _ file: EnvironmentFile,
    _ interpolation: Interpolation, _ run: inout LoadingRun
  ) {
    let context = ValidationContext(
      resources: specs.sorted { $0.address < $1.address }, images: images, tagMap: tagMap,
      declaredImages: file.declaredImages, tagSettings: file.tagSettings,
      usedImages: interpolation.usedImages, mappedTexts: interpolation.mappedTexts, provider: file.provider.identity,
      sources: run.sources)
    for rule in ValidationRules.all { run.diagnostics += rule.check(context) }
  }

  // MARK: Guards against planning from nothing

  private func guardTagMap(
    _ tagMap: JSON?, _ images: [String: EnvironmentImage], _ file: EnvironmentFile, path: String, _ run: inout LoadingRun
  ) {
    let isMissing = tagMap.map { $0.objectValue?.isEmpty == true } ?? true
    guard !images.isEmpty, isMissing else { return }
    run.report(
      .error, "tag-map-missing", "no file sets the tag map \"\(file.tagVariable)\", or it is empty",
      at: file.declaredImages?.mark, file: path,
      details: [
        images.count == 1
          ? "environment.json declares an image, and nothing says which tag it runs."
          : "environment.json declares \(images.count) images, and nothing says which tag each runs."
      ],
      fix: "write image-tags.auto.tfvars.json: {\"\(file.tagVariable)\": {\"\(images.keys.sorted()[0])\": \"TAG\", …}}")
  }

  private func guardSpecs(_ directory: String, _ run: inout LoadingRun) {
    guard !run.diagnostics.hasErrors else { return }
    let folders = ResourceKind.all.map(\.folder).sorted().joined(separator: "/, ")
    run.report(
      .error, "specs-missing", "the environment has no specs", at: nil, file: directory,
      details: ["An empty environment is not taken for the wish to delete everything."],
      fix: "add files under \(folders)/; to delete what is recorded, use `reconcile destroy \(directory)`")
  }
}
