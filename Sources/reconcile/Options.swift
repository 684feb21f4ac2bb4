import ArgumentParser
import Loading
import Reporting
import Resources

/// Options of every command that prints something.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Write one JSON object per line to stdout.")
  var json = false

  @Option(
    name: .customLong("format"),
    help: ArgumentHelp("text (default), json as -json, or markdown for comments of pull requests.", valueName: "format"))
  var asked: OutputFormat?

  @Flag(name: .customLong("no-color"), help: "No colours, also on a terminal.")
  var noColour = false

  var format: OutputFormat { json ? .json : asked ?? .text }

  func validate() throws {
    guard json, let asked, asked != .json else { return }
    throw ValidationError("-json and -format \(asked.rawValue) ask for different things.")
  }
}

/// The environment a command works on, and where its state lies.
struct EnvironmentOptions: ParsableArguments {
  @Argument(help: "Directory of the environment, such as envs/staging.", completion: .directory)
  var environment: String

  @OptionGroup var state: StateOptions

  var directory: String { EnvironmentOptions.trimmed(environment) }

  /// `envs/staging/` is `envs/staging`.
  static func trimmed(_ path: String) -> String {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }
}

struct StateOptions: ParsableArguments {
  @Option(
    name: .customLong("state"), help: "Folder with the state files (default: state/ of the project).",
    completion: .directory)
  var state: String?

  @OptionGroup var policy: PolicyOptions
}

/// What the files of an environment may choose of where.
struct PolicyOptions: ParsableArguments {
  @Option(
    name: .customLong("policy"),
    help: ArgumentHelp(
      "What the files may choose of where: accounts, regions, endpoints, buckets (default: RECONCILE_POLICY).",
      valueName: "file"), completion: .file())
  var policy: String?
}

struct StrictnessOptions: ParsableArguments {
  @Flag(help: "Take warnings for errors.")
  var strict = false
}

struct SensitivityOptions: ParsableArguments {
  @Flag(name: .customLong("show-sensitive"), help: "Show secrets in plain text; only on a terminal.")
  var showSensitive = false

  @Option(
    name: .customLong("sensitive"),
    help: ArgumentHelp(
      "Take what stands at this path for a secret; may be repeated.", valueName: "path"))
  var sensitive: [String] = []

  @Option(
    name: .customLong("not-sensitive"),
    help: ArgumentHelp("Take it for none by its name; may be repeated.", valueName: "path"))
  var notSensitive: [String] = []

  /// As they were given, for a command that is to be given next.
  var repeated: [String] {
    sensitive.flatMap { ["-sensitive", $0] } + notSensitive.flatMap { ["-not-sensitive", $0] }
  }

  /// Refuses where the answer would be kept: in a file, a pipe or a log.
  func check(_ output: OutputOptions) throws {
    guard SensitiveDeclarations.declare(paths: sensitive, plain: notSensitive) else {
      throw ValidationError("A path is written as a plan shows it, such as containers[web].environment[PIN].")
    }
    guard showSensitive else { return }
    if output.json { throw ValidationError("-show-sensitive shows secrets to a person; -json is for programs.") }
    if !Stream.standardOutput.isTerminal {
      throw ValidationError("-show-sensitive works on a terminal only, and stdout is none.")
    }
  }
}

struct TargetOptions: ParsableArguments {
  @Option(
    name: .customLong("target"),
    help: ArgumentHelp("Only this address and what it needs; may be repeated.", valueName: "address"), transform: Self.address)
  var targets: [Address] = []

  private static func address(_ text: String) throws -> Address {
    if let address = Address(text) { return address }
    let name = text.contains(".") || text.isEmpty ? "NAME" : text
    throw ValidationError(
      "An address is the kind and the name of a spec's file, such as \(ResourceKind.service.type).\(name).")
  }
}

extension OutputFormat: ExpressibleByArgument {}

extension Address: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

extension RecordName: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

/// How long something may take: `30m`, `90s`, `1h`, or seconds.
struct TimeLimit: ExpressibleByArgument {
  var duration: Duration

  init(_ duration: Duration) { self.duration = duration }

  init?(argument: String) {
    guard let duration = TimeText.duration(argument) else { return nil }
    self.init(duration)
  }

  var defaultValueDescription: String {
    let seconds = duration.components.seconds
    return seconds % 60 == 0 && seconds > 0 ? "\(seconds / 60)m" : "\(seconds)s"
  }
}
