import AWS
import ArgumentParser
import JSONDocument
import Loading
import Resources

struct PermissionsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "permissions",
    abstract: "Print the least IAM policy for this environment.",
    discussion: "EXAMPLE: reconcile permissions -for plan envs/prod")

  @OptionGroup var environmentOptions: EnvironmentOptions

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp(
      "What the policy is for: plan, which only reads; look, for tags, tasks and logs as well; exec, for exec as well; or apply.",
      valueName: "command"))
  var purpose = PermissionPolicy.Purpose.apply

  @Flag(name: .customLong("delete-data"), help: "Also what -delete-data needs.")
  var deleteData = false

  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
      let environment = try session.load(environmentOptions.directory)
      let policy = PermissionPolicy(
        for: environment.desired, purpose: purpose, deletesData: deleteData,
        state: environment.settings.sharedState.map {
          PermissionPolicy.StateObject(bucket: $0.bucket, key: $0.key, kmsKey: $0.encryption?.kmsKey)
        },
        stateKeys: PermissionPolicy.StateKeys(
          opening: environment.settings.stateEncryption?.kmsKeys ?? [],
          wrapping: environment.settings.stateEncryption?.encryptingKMSKey))
      session.print(document: policy.document)
      return .done
    }
  }
}

extension PermissionPolicy.Purpose: ExpressibleByArgument {}
