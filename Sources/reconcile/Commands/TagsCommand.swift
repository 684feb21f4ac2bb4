import ArgumentParser
import Engine
import JSONDocument
import Loading
import Platform
import Releasing
import Reporting
import Resources

struct TagsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tags", abstract: "Show the tag map with what is pushed and what runs, or set tags in it.",
    discussion: """
      EXAMPLE: reconcile tags envs/staging

      To change the map: reconcile tags set envs/staging api=sha-8a01c44
      """,
    subcommands: [List.self, Set.self], defaultSubcommand: List.self)

  struct List: AsyncParsableCommand, TakesWordsUnnamed {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "Show each image key: its tag, since when, what really runs, and what was pushed last.",
      discussion: "EXAMPLE: reconcile tags envs/staging")

    @OptionGroup var environmentOptions: EnvironmentOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
        let reconciler = try session.open(environmentOptions.directory, onlyLooking: true)
        let text = TagText(
          try await reconciler.tagStandings(), registry: reconciler.environment.settings.provider.identity.registry,
          style: session.style)
        session.print(text: Message(rendered: text.text), json: text.lines)
        return .done
      }
    }
  }

  struct Set: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "set",
      abstract: "Set tags in the tag map. Everything else in its file stays as it is, byte for byte.",
      discussion: """
        EXAMPLE: reconcile tags set envs/staging api=sha-8a01c44

        An image is named by its key in the tag map, or by its repository.
        """)

    @OptionGroup var environmentOptions: EnvironmentOptions
    @Argument(help: ArgumentHelp("Image and tag; with -from-git, images without tags.", valueName: "key=tag"))
    var settings: [String] = []
    @OptionGroup var builds: BuildOptions
    @Flag(name: [.customLong("dry-run"), .customShort("n")], help: "Show what would be written, and write nothing.")
    var isDry = false
    @OptionGroup var output: OutputOptions

    func validate() throws {
      let hasBuild = builds.fromGit || !builds.files.isEmpty
      if settings.isEmpty, !hasBuild { throw ValidationError("Name at least one image and its tag: key=tag.") }
      for text in settings where !text.contains("=") && !builds.fromGit {
        throw ValidationError("\"\(text)\" has no tag; write \(text)=TAG.")
      }
    }

    func run() async throws {
      try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
        let choice = try builds.choice(settings)
        let writer = TagMapWriter(try session.loader(), environmentOptions.directory)
        let change = try writer.set(isDry: isDry) { environment throws(ReleaseProblem) in try choice.tags(for: environment) }
        let text = TagMapChangeText(change)
        session.print(text: Message(rendered: text.text), json: text.lines)
        if change.isWritten { session.suggest("\nTo see what it changes: reconcile plan \(environmentOptions.directory)") }
        return .done
      }
    }
  }
}

/// Where the tags come from that a build has made.
struct BuildOptions: ParsableArguments {
  @Option(
    name: .customLong("from-bake-metadata"),
    help: ArgumentHelp("Tags of a file that docker buildx bake -metadata-file wrote.", valueName: "file"), completion: .file())
  var metadata: [String] = []

  @Option(
    name: .customLong("from-bake-print"),
    help: ArgumentHelp("Tags of what docker buildx bake -print wrote.", valueName: "file"), completion: .file())
  var prints: [String] = []

  @Option(
    name: .customLong("from-imagedefinitions"),
    help: ArgumentHelp("Tags of an imagedefinitions.json of CodePipeline.", valueName: "file"), completion: .file())
  var definitions: [String] = []

  @Flag(
    name: .customLong("from-git"),
    help: "The tag sha-COMMIT of the commit that is checked out, for the named images or all of the account's registry.")
  var fromGit = false

  var files: [(path: String, form: BuildOutput.Form)] {
    metadata.map { ($0, .bakeMetadata) } + prints.map { ($0, .bakePrint) } + definitions.map { ($0, .imageDefinitions) }
  }

  /// `settings`: `key=tag`, and names without a tag.
  func choice(_ settings: [String]) throws -> TagChoice {
    var choice = TagChoice()
    choice.fromGit = fromGit
    for text in settings {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      if parts.count == 2 { choice.named.append((parts[0], parts[1])) } else { choice.ofCommit.append(text) }
    }
    choice.builds = try files.map { path, form in
      let parsed = JSON.parse(try FileSystem.readDocument(path))
      guard let document = parsed.document else {
        throw ReleaseProblem.notBuildOutput(path: path, form, reason: "it is no JSON")
      }
      return try BuildOutput(document, form, path: path)
    }
    return choice
  }
}
