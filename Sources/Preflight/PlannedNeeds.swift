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
  private let declared: Set<ResourceIdentity>

  typealias Users = Set<Address>

  struct CapacityProvider: Hashable {
    var name: String
    var cluster: String
  }

  /// What tasks are put into.
  struct Network {
    var subnets: [String]
    var securityGroups: [String]
    var targetGroups: [String] = []
    var hasOwnAddresses: Bool

    init(_ tasks: some TaskRunningDocument) {
      subnets = tasks.subnets
      securityGroups = tasks.securityGroups
      hasOwnAddresses = tasks.hasOwnAddresses
    }
  }

  init(_ plan: Plan, of desired: DesiredState) {
    self.desired = desired
    declared = Set(desired.resources.map(\.identity))
    for change in plan.changes {
      switch (change.address.kind, change.action) {
      case (.repository, .create): newRepositories[change.identity.name] = change.address
      case (.taskDefinition, .create), (.taskDefinition, .adopt), (.taskDefinition, .replace):
        addDefinition(change)
      case (.cluster, .create), (.cluster, .replace): addLogs(change)
      case (.cluster, .update) where change.changedMembers.contains(ClusterDocument.configurationMember): addLogs(change)
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

  private mutating func addDefinition(_ change: Change) {
    guard let json = change.after else { return }
    let (definition, address) = (TaskDefinitionDocument(json), change.address)
    addRoles(change)
    addLogs(change)
    for secret in definition.secrets(in: provider) { secrets[secret, default: []].insert(address) }
    for image in definition.images where !desired.isBootstrap(image) {
      images[image, default: []].insert(address)
      if let platform = definition.platform { platforms[image, default: [:]][platform, default: []].insert(address) }
    }
  }

  // MARK: All kinds

  private mutating func addRoles(_ change: Change) {
    for role in change.address.kind.roles(in: change.after ?? .null, provider: provider) {
      roles[role, default: []].insert(change.address)
    }
  }

  /// What makes its log group when it is not there needs none.
  private mutating func addLogs(_ change: Change) {
    for log in change.address.kind.logs(in: change.after ?? .null, provider: provider)
    where !log.createsGroup && !owns(.logGroup, log.group) {
      logGroupUsers[log.group, default: []].insert(change.address)
    }
  }

  private func owns(_ kind: ResourceKind, _ name: String) -> Bool {
    declared.contains(ResourceIdentity(kind, name: name))
  }

  // MARK: Services

  /// `changed` nil: all of it is new.
  private mutating func addService(_ change: Change, changed: Set<String>?) {
    guard let json = change.after else { return }
    let service = ServiceDocument(json)
    func isNew(_ members: Set<String>) -> Bool { changed.map { !$0.isDisjoint(with: members) } ?? true }
    if isNew(ServiceDocument.roleMembers) { addRoles(change) }
    if isNew([ServiceDocument.connectMember]) { addLogs(change) }
    if changed == nil {
      addPlace(service, change)
    } else if isNew([ServiceDocument.capacityMember]), !owns(.cluster, change.identity.cluster) {
      addCapacity(service, change)
    }
    if isNew(ServiceDocument.networkMembers) {
      var network = Network(service)
      network.targetGroups = service.targetGroups
      networks[change.address] = network
    }
  }

  /// A run of a one-off task asks for its place as a new service does.
  private mutating func addTask(_ change: Change) {
    guard let json = change.after else { return }
    let task = OneOffTaskDocument(json)
    addRoles(change)
    addPlace(task, change)
    networks[change.address] = Network(task)
  }

  private mutating func addPlace(_ work: some TaskRunningDocument, _ change: Change) {
    guard !owns(.cluster, change.identity.cluster) else { return }
    clusterUsers[change.identity.cluster, default: []].insert(change.address)
    addCapacity(work, change)
  }

  private mutating func addCapacity(_ work: some TaskRunningDocument, _ change: Change) {
    for name in work.capacityProviders {
      let provider = CapacityProvider(name: name, cluster: change.identity.cluster)
      capacityProviders[provider, default: []].insert(change.address)
    }
  }

  // MARK: Belongings

  private mutating func addOwners(_ change: Change) {
    guard let document = change.after else { return }
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
    return Set(images.keys.filter { $0.isOwn(of: provider) && $0.digest == nil }.map(\.repository))
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
