import JSONDocument
import Planning
import Providers
import Resources

/// What the changes of a plan need and do not make, and who needs it.
struct PlannedNeeds {
  /// Images by reference, with the platform that their tasks run on when it is known.
  private(set) var images: [ImageReference: Users] = [:]
  private(set) var platforms: [ImageReference: [String: Users]] = [:]
  private(set) var roles: [ReferredRole: Users] = [:]
  private(set) var secrets: [ReferredSecret: Users] = [:]
  private(set) var logGroupUsers: [String: Users] = [:]
  private(set) var clusterUsers: [String: Users] = [:]
  private(set) var capacityProviders: [CapacityProvider: Users] = [:]
  private(set) var networks: [Address: Network] = [:]
  /// Objects that others belong to and that no file here declares.
  private(set) var owners: [ResourceIdentity: Users] = [:]
  /// Repositories that this plan makes.
  private(set) var newRepositories: [String: Address] = [:]
  let desired: DesiredState

  typealias Users = Set<Address>

  struct CapacityProvider: Hashable {
    var name: String
    var cluster: String
  }

  /// What a service is put into.
  struct Network {
    var subnets: [String] = []
    var securityGroups: [String] = []
    var targetGroups: [String] = []
    /// Tasks have addresses of their own.
    var isAwsvpc = false
  }

  init(_ plan: Plan, of desired: DesiredState) {
    self.desired = desired
    for change in plan.changes {
      switch (change.address.kind, change.action) {
      case (.repository, .create): newRepositories[change.identity.name] = change.address
      case (.taskDefinition, .create), (.taskDefinition, .adopt), (.taskDefinition, .replace):
        if let definition = change.after { add(definition, change.address) }
      case (.service, .create), (.service, .replace): addService(change, changed: nil)
      case (.service, .update): addService(change, changed: change.changedMembers)
      case (.oneOffTask, .run): addTask(change)
      case (let kind, .create) where kind.isBelonging, (let kind, .replace) where kind.isBelonging: addOwners(change)
      default: break
      }
    }
  }

  private var provider: ProviderIdentity { desired.environment.provider }

  // MARK: Task definitions

  private mutating func add(_ definition: JSON, _ address: Address) {
    for role in ResourceKind.taskDefinition.roles(in: definition, provider: provider) {
      roles[role, default: []].insert(address)
    }
    for secret in TaskDefinitionDocument(definition).secrets(in: provider) { secrets[secret, default: []].insert(address) }
    let platform = Self.platform(definition)
    for container in definition["containerDefinitions"]?.arrayValue ?? [] {
      if let group = logGroup(container["logConfiguration"]) { logGroupUsers[group, default: []].insert(address) }
      guard let image = container["image"]?.stringValue.flatMap(ImageReference.init), !desired.isBootstrap(image)
      else { continue }
      images[image, default: []].insert(address)
      if let platform { platforms[image, default: [:]][platform, default: []].insert(address) }
    }
  }

  /// Nil when the container may run on several: instances of the cluster can be of any architecture.
  private static func platform(_ definition: JSON) -> String? {
    let wanted = definition["runtimePlatform"]
    guard (wanted?["operatingSystemFamily"]?.stringValue ?? "LINUX") == "LINUX" else { return nil }
    let isFargate = definition["requiresCompatibilities"]?.arrayValue?.contains("FARGATE") ?? false
    switch wanted?["cpuArchitecture"]?.stringValue ?? (isFargate ? "X86_64" : "") {
    case "ARM64": return "linux/arm64"
    case "X86_64": return "linux/amd64"
    default: return nil
    }
  }

  private func logGroup(_ configuration: JSON?) -> String? {
    let options = configuration?["options"]
    guard configuration?["logDriver"] == "awslogs", options?["awslogs-create-group"]?.stringValue != "true",
      (options?["awslogs-region"]?.stringValue ?? provider.region) == provider.region,
      let name = options?["awslogs-group"]?.stringValue, !owns(.logGroup, name)
    else { return nil }
    return name
  }

  private func owns(_ kind: ResourceKind, _ name: String) -> Bool {
    desired.resources.contains { $0.identity.kind == kind && $0.identity.name == name }
  }

  // MARK: Services

  /// `changed` nil: all of it is new.
  private mutating func addService(_ change: Change, changed: Set<String>?) {
    guard let service = change.after else { return }
    func isNew(_ member: String) -> Bool { changed?.contains(member) ?? true }
    if changed == nil || ["role", "volumeConfigurations", "loadBalancers"].contains(where: isNew) {
      for role in ResourceKind.service.roles(in: service, provider: provider) {
        roles[role, default: []].insert(change.address)
      }
    }
    let cluster = change.identity.scope ?? "default"
    if changed == nil {
      addPlace(service, change)
    } else if isNew("capacityProviderStrategy"), !owns(.cluster, cluster) {
      addCapacity(service, change, cluster)
    }
    if isNew("networkConfiguration") || isNew("loadBalancers") { networks[change.address] = Self.network(service) }
  }

  /// A run of a one-off task asks for its place as a new service does.
  private mutating func addTask(_ change: Change) {
    guard let task = change.after else { return }
    for role in ResourceKind.oneOffTask.roles(in: task, provider: provider) {
      roles[role, default: []].insert(change.address)
    }
    addPlace(task, change)
    networks[change.address] = Self.network(task)
  }

  private mutating func addPlace(_ work: JSON, _ change: Change) {
    let cluster = change.identity.scope ?? "default"
    guard !owns(.cluster, cluster) else { return }
    clusterUsers[cluster, default: []].insert(change.address)
    addCapacity(work, change, cluster)
  }

  private mutating func addCapacity(_ work: JSON, _ change: Change, _ cluster: String) {
    for item in work["capacityProviderStrategy"]?.arrayValue ?? [] {
      guard let name = item["capacityProvider"]?.stringValue else { continue }
      let provider = CapacityProvider(name: name.split(separator: "/").last.map(String.init) ?? name, cluster: cluster)
      capacityProviders[provider, default: []].insert(change.address)
    }
  }

  private static func network(_ service: JSON) -> Network {
    func texts(_ value: JSON?) -> [String] { value?.arrayValue?.compactMap(\.stringValue) ?? [] }
    let tasks = service["networkConfiguration"]?["awsvpcConfiguration"]
    return Network(
      subnets: texts(tasks?["subnets"]), securityGroups: texts(tasks?["securityGroups"]),
      targetGroups: (service["loadBalancers"]?.arrayValue ?? []).compactMap { $0["targetGroupArn"]?.stringValue },
      isAwsvpc: tasks != nil)
  }

  // MARK: Belongings

  private mutating func addOwners(_ change: Change) {
    guard let document = change.after else { return }
    let declared = Set(desired.resources.map(\.identity))
    for owner in change.identity.uses(in: document, provider: provider) where !declared.contains(owner) {
      owners[owner, default: []].insert(change.address)
    }
  }

  // MARK: Questions

  var prerequisites: [Prerequisite] {
    var wanted: [Prerequisite] = [.caller] + images.keys.map(Prerequisite.image) + roles.keys.map { .role($0.arn) }
    for secret in secrets.keys {
      switch secret {
      case .secret(let id): wanted.append(.secret(id))
      case .parameter(let names): wanted += names.map(Prerequisite.parameter)
      }
    }
    for network in networks.values {
      wanted += network.subnets.map(Prerequisite.subnet) + network.securityGroups.map(Prerequisite.securityGroup)
      wanted += network.targetGroups.map(Prerequisite.targetGroup)
    }
    return wanted
  }

  var logGroups: Set<String> { Set(logGroupUsers.keys) }
  var clusters: Set<String> { Set(clusterUsers.keys).union(capacityProviders.keys.map(\.cluster)) }

  /// Of the account's registry, used by tag, and declared by no file here.
  var borrowedRepositories: Set<String> { Set(taggedRepositories.filter { !owns(.repository, $0) }) }

  /// Repositories from which something is pulled by a tag that could be moved.
  var taggedRepositories: Set<String> {
    guard desired.pin == .tag else { return [] }
    return Set(images.keys.filter { $0.registry == provider.registry && $0.digest == nil }.map(\.repository))
  }
}

extension Change {
  /// Top-level members that differ.
  fileprivate var changedMembers: Set<String> {
    Set(
      fields.compactMap { field in
        guard case .member(let name)? = field.path.steps.first else { return nil }
        return name
      })
  }
}
