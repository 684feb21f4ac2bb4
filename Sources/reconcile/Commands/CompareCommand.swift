import ArgumentParser
import Engine
import Loading
import Planning
import Reporting
import Resources

struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Show what two environments want differently, beyond what is meant to differ.",
    discussion: """
      EXAMPLE: reconcile compare envs/staging envs/prod

      Names that carry the name of their environment, accounts, regions, registries and clusters are no differences. What is \
      meant to differ stands in "intendedDifferences" of environment.json, with its reason. Registries are asked for digests; \
      nothing else is.
      """)

  @Argument(help: "Directory of the first environment, such as envs/staging.", completion: .directory)
  var first: String
  @Argument(help: "Directory of the second one.", completion: .directory)
  var second: String
  @Flag(name: .customLong("all"), help: "Also what is meant to differ.")
  var showsAll = false
  @Flag(help: "Ask no registry: compare tags only.")
  var offline = false
  @Flag(name: .customLong("detailed-exitcode"), help: "Exit with 2 when something differs that is not meant to.")
  var detailedExitcode = false
  @OptionGroup var state: StateOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let directories = [first, second].map(EnvironmentOptions.trimmed)
    try await Session.run(output, state: state, directory: directories[0]) { session in
      let environments = try directories.map { try session.load($0) }
      var digests: [[String: String]] = [[:], [:]]
      var unasked: [String] = []
      for (position, environment) in environments.enumerated() where !offline {
        if let found = try await session.open(looking: environment).imageDigests() {
          digests[position] = found
        } else {
          unasked.append(directories[position])
        }
      }
      let view = ComparisonView(
        environments[0].desired.environment, environments[1].desired.environment,
        images: ImageComparison.all(
          environments[0].images, environments[1].images, digests: (first: digests[0], second: digests[1])),
        outcome: EnvironmentComparison(Self.side(environments[0]), Self.side(environments[1])).outcome(),
        showsIntended: showsAll, unasked: unasked)
      session.print(view)
      return detailedExitcode && !view.isSame ? .changesPresent : .done
    }
  }

  private static func side(_ environment: LoadedEnvironment) -> EnvironmentComparison.Side {
    EnvironmentComparison.Side(
      environment.desired, images: environment.images, intended: environment.intendedDifferences)
  }
}
