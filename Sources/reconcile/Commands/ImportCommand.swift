import ArgumentParser
import Engine
import Importing
import Loading
import Planning
import Platform
import Recording
import Reporting
import Resources

struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Make an environment of what runs in a cluster, or record what a Terraform state holds. Changes nothing in AWS.",
    discussion: """
      With -cluster the files are written as well: one for each service, the task definitions that they run, and the
      cluster, unless only some of its services are taken (-service).
      With -from-tfstate the files are there, and what they declare is recorded.

      EXAMPLE: reconcile import -cluster tracker-prod -region eu-west-1 -account 222222222222 envs/prod
      """)

  @OptionGroup var environmentOptions: EnvironmentOptions
  @Option(help: ArgumentHelp("Cluster whose services are imported.", valueName: "name"))
  var cluster: String?
  @Option(
    name: .customLong("service"), help: ArgumentHelp("Only this service; may be repeated.", valueName: "name"))
  var services: [String] = []
  @Flag(
    name: .customLong("with-data-resources"),
    help: "Also the repositories and log groups that the task definitions use.")
  var withDataResources = false
  @Option(
    name: .customLong("from-tfstate"), help: ArgumentHelp("A Terraform state, format 4.", valueName: "file"),
    completion: .file())
  var terraformState: String?
  @OptionGroup var cloud: CloudOptions
  @OptionGroup var locking: LockingOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (cluster == nil) != (terraformState == nil) else {
      throw ValidationError("Say what to import: -cluster NAME, or -from-tfstate FILE.")
    }
    if terraformState != nil, !services.isEmpty || withDataResources {
      throw ValidationError("-service and -with-data-resources go with -cluster.")
    }
  }

  func run() async throws {
    try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
      if let terraformState {
        return try await TerraformImport(place: environmentOptions.directory, file: terraformState, locking: locking).run(session)
      }
      guard let cluster else { return .usage }
      let request = ImportRequest(cluster: cluster, services: services, withDataResources: withDataResources)
      return try await ClusterImport(place: environmentOptions.directory, cloud: cloud, locking: locking).run(request, session)
    }
  }
}

/// Where an environment lives that has no environment.json yet.
struct CloudOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "\(ProviderName.aws) (default), \(ProviderName.awsCommandLine) or \(ProviderName.simulatedAWS).", valueName: "name"))
  var provider: String?
  @Option(help: ArgumentHelp("Region (default: AWS_REGION or AWS_DEFAULT_REGION).", valueName: "name"))
  var region: String?
  @Option(help: ArgumentHelp("Account id, twelve digits.", valueName: "id"))
  var account: String?
  @Option(help: ArgumentHelp("Profile of the aws program.", valueName: "name"))
  var profile: String?
  @Option(help: ArgumentHelp("Address that answers instead of AWS.", valueName: "url"))
  var endpoint: String?

  func validate() throws {
    if let provider, ProviderName(rawValue: provider) == nil {
      throw ValidationError(
        "No provider is called \"\(provider)\". It is one of: \(ProviderName.allCases.map(\.rawValue).joined(separator: ", "))."
      )
    }
    if let account, account.utf8.count != 12 || !account.utf8.allSatisfy({ (48...57).contains($0) }) {
      throw ValidationError("\"\(account)\" is no account id: it has twelve digits.")
    }
  }

  /// What they say is what an environment.json says, too.
  func agrees(with settings: ProviderSettings) -> Bool {
    let said: [(String?, String?)] = [
      (provider, settings.identity.name.rawValue), (region, settings.identity.region), (account, settings.identity.accountId),
      (profile, settings.profile), (endpoint, settings.endpoint),
    ]
    return said.allSatisfy { $0 == nil || $0 == $1 }
  }

  func settings(_ session: Session, directory: String) throws -> ProviderSettings {
    let region =
      region ?? session.processEnvironment["AWS_REGION"] ?? session.processEnvironment["AWS_DEFAULT_REGION"]
    guard let region, let account else {
      throw Failure(
        "import-place-missing", subject: directory, "there is no environment.json that says where it lives",
        details: ["Nothing was written."],
        next: "add -region and -account; `aws sts get-caller-identity --query Account` says the account id")
    }
    return ProviderSettings(
      identity: ProviderIdentity(
        name: provider.flatMap(ProviderName.init) ?? .aws, region: region, accountId: account),
      profile: profile, endpoint: endpoint)
  }
}
