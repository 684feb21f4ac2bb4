import Foundation
import Resources
import TestSupport

/// A workplace whose environments have the provider `aws-cli`, and whose cloud is served.
struct ServedWorkplace {
  /// Fast enough to be short, and slow enough that a rollout is looked at as often as it would be.
  private static let speed = 20

  private let provider: ProviderName
  private let cloud: ServedCloud
  private let beside: URL
  private var log: URL { beside.appendingPathComponent("calls.log") }

  /// `provider`: by which calls go to the served cloud.
  init(for folder: ScriptFolder, by provider: ProviderName = .awsCommandLine) throws {
    self.provider = provider
    beside = FileManager.default.temporaryDirectory.appendingPathComponent("reconcile-served-\(UUID().uuidString)")
    let environments = beside.appendingPathComponent("envs")
    try FileManager.default.createDirectory(at: beside, withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: folder.environments, to: environments)
    try Self.switchProvider(in: environments, to: provider)
    var cloud = try ServedCloud(environments: environments, file: Self.file, speed: Self.speed)
    let program = beside.appendingPathComponent("reconcile")
    try Data(Self.wrapper(cloud.place.program.path, cloud.place.file(Self.file)).utf8).write(to: program)
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: program.path)
    let config = beside.appendingPathComponent("config")
    try Data(Self.profiles.utf8).write(to: config)
    cloud.place.searched.insert(beside.path, at: 0)
    cloud.place.variables["AWS_CONFIG_FILE"] = config.path
    cloud.place.variables["WARM_AWS_LOG"] = beside.appendingPathComponent("calls.log").path
    cloud.place.variables["RECONCILE_PASS"] = "WARM_AWS_LOG"
    self.cloud = cloud
  }

  /// `asItIs`: a command that says itself which provider it means.
  func run(_ command: String, asItIs: Bool = false) throws -> (output: [String], exitCode: Int32) {
    let answer = try cloud.place.run(asItIs ? command : Self.served(command, by: provider))
    return (answer.output.map(Self.withoutProfile), answer.exitCode)
  }

  func file(_ name: String) -> String { cloud.place.file(name) }

  /// The calls that were made since the last time, as the `aws` program was given them: `ecs describe-services` and its input.
  func takeCalls() throws -> [(operation: String, input: String)] {
    let lines = (try? String(contentsOf: log, encoding: .utf8))?.split(separator: "\n") ?? []
    try? FileManager.default.removeItem(at: log)
    return try lines.map { line in
      let call = try JSONDecoder().decode(LoggedCall.self, from: Data(line.utf8))
      return (call.arguments.filter { !$0.hasPrefix("-") && !$0.hasPrefix("file:") }.joined(separator: " "), call.input)
    }
  }

  private struct LoggedCall: Decodable {
    var arguments: [String]
    var input: String
  }

  func remove() {
    cloud.stop()
    try? FileManager.default.removeItem(at: beside)
  }

  // MARK: The other provider

  /// The place of the embedded cloud, so that whoever looks at that file finds the one that is served.
  private static let file = "state/simulated-aws.sqlite"

  /// What was recorded for `simulated-aws`, as the other provider would say it.
  static func served(_ exchange: Script.Exchange, by provider: ProviderName = .awsCommandLine) -> Script.Exchange {
    var served = exchange
    served.output = exchange.output.map { named($0, provider) }
    return served
  }

  private static func served(_ text: String, by provider: ProviderName) -> String {
    named(text, provider).replacing(/"accountId": "(\d{12})"/) { "\"accountId\": \"\($0.1)\", \"profile\": \"\($0.1)\"" }
  }

  private static func named(_ text: String, _ provider: ProviderName) -> String {
    text.replacing(/simulated-aws(?!\.sqlite)/, with: provider.rawValue)
  }

  private static func withoutProfile(_ line: String) -> String { line.replacing(/, "profile": "\d{12}"/, with: "") }

  private static func switchProvider(in environments: URL, to provider: ProviderName) throws {
    let files = FileManager.default.enumerator(at: environments, includingPropertiesForKeys: nil)
    while let file = files?.nextObject() as? URL {
      guard ["environment.json", "make.sh"].contains(file.lastPathComponent) else { continue }
      try Data(served(String(contentsOf: file, encoding: .utf8), by: provider).utf8).write(to: file)
    }
  }

  /// Credentials choose the account of a served cloud.
  private static let profiles = ["111111111111", "222222222222", "333333333333", "444444444444", "555555555555", "666666666666"]
    .map {
      "[profile \($0)]\naws_access_key_id = \($0)\naws_secret_access_key = testing\n"
    }.joined()

  /// Tells `simulate` which file the cloud is in. A command with a scenario gets a server of its own that plays it.
  private static func wrapper(_ program: String, _ file: String) -> String {
    """
    #!/bin/bash
    case "$1 $2" in
      "simulate push"|"simulate task"|"simulate scale"|"simulate bucket"|"simulate remove"|"simulate reset")
        exec \(program) "$@" -cloud \(file) ;;
    esac
    [ -n "$RECONCILE_SIMULATION" ] || exec \(program) "$@"
    said=$(mktemp)
    RECONCILE_SIMULATION= \(program) simulate -listen 127.0.0.1:0 -cloud \(file) -scenario "$RECONCILE_SIMULATION" \
      -speed \(speed) > $said 2>&1 &
    for n in $(seq 600); do [ -s $said ] && break; sleep 0.05; done
    address=$(sed -n 's/^Listening on \\(http[^ ]*\\) .*/\\1/p' $said)
    if [ -n "$address" ]; then
      AWS_ENDPOINT_URL=$address \(program) "$@"
      status=$?
      kill $!
    else
      cat $said >&2
      status=1
    fi
    rm $said
    exit $status
    """
  }
}
