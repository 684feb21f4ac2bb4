package import Diagnostics
import JSONDocument
import Providers
import Resources

/// Holds what a plan needs against what the cloud says, and words what does not fit.
struct PreflightJudgement {
  let needs: PlannedNeeds
  let answers: [Prerequisite: PrerequisiteAnswer]
  let clusters: ReferenceAnswers
  let logGroups: ReferenceAnswers
  let repositories: ReferenceAnswers
  let program: CLISupportFindings
  let mode: PreflightMode
  var owners = OwnerAnswers.answered([:])

  /// Those about the caller and its program first, since they explain the others; what could not be asked last.
  var findings: [Diagnostic] {
    let first = account + program.finding(mode)
    let found =
      imageFindings + roleFindings + secretFindings + clusterFindings + logGroupFindings + ownerFindings
      + networkFindings
    return first + found + movableTags + unchecked + needs.imagesOfOtherRegions
  }

  /// One finding in the words of all: what, who suffers, what to do.
  func finding(
    _ code: String, _ message: String, _ users: PlannedNeeds.Users, effect: String = "would not start", more: [String] = [],
    fix: String, mayGoOn: Bool = true, inAnyMode: Bool = false
  ) -> Diagnostic {
    let isError = mode == .error || inAnyMode
    let first = users.min()?.description ?? ""
    let others = users.count > 1 ? " and \(users.count - 1) more" : ""
    let nothing = isError ? " Nothing was changed." : ""
    return Diagnostic(
      isError ? .error : .warning, code, message, details: ["\(first)\(others) \(effect).\(nothing)"] + more,
      fix: mode == .error && mayGoOn ? "\(fix); -preflight=warn goes on regardless" : fix)
  }

  private func isAbsent(_ prerequisite: Prerequisite) -> Bool { answers[prerequisite] == .absent }

  private func facts(_ prerequisite: Prerequisite) -> PrerequisiteFacts? {
    if case .present(let facts)? = answers[prerequisite] { facts } else { nil }
  }

  // MARK: The caller

  /// Refused in any mode: whatever was read was read in another account.
  private var account: [Diagnostic] {
    let declared = needs.desired.environment.provider.accountId
    guard case .account(let account)? = facts(.caller), account != declared else { return [] }
    return [.callerElsewhere(account, declared: declared)]
  }

  // MARK: Images

  private var imageFindings: [Diagnostic] {
    needs.images.sorted { $0.key.description < $1.key.description }.flatMap { image, users -> [Diagnostic] in
      if isAbsent(.image(image)) { return [missing(image, users)] }
      if needs.desired.isUnpinned(image) { return [needs.unpinned(image, users, wasAsked: true)] }
      guard case .image(_, let platforms)? = facts(.image(image)), !platforms.isEmpty else { return [] }
      return (needs.platforms[image] ?? [:]).sorted { $0.key < $1.key }.filter { !platforms.contains($0.key) }.map {
        wanted, users in
        finding(
          "image-platform",
          "image \"\(needs.name(image))\" is built for \(platforms.sorted().joined(separator: ", ")), not for \(wanted)",
          users,
          fix: "build it for \(wanted) too, or set runtimePlatform")
      }
    }
  }

  private func missing(_ image: ImageReference, _ users: PlannedNeeds.Users) -> Diagnostic {
    var more: [String] = []
    var fix = "push the image, or correct its tag"
    if image.isOwn(of: needs.desired.environment.provider), let repository = needs.newRepositories[image.repository] {
      more.append("Its repository does not exist yet either; this plan would make it.")
      fix = "make the repository with -target \(repository), push the image, then apply the rest"
    }
    let isUnpinned = needs.desired.isUnpinned(image)
    if isUnpinned { more.append("It is to be pinned to its digest, and has none.") }
    return finding(
      "image-not-pushed", "image \"\(needs.name(image))\" is not in the registry", users, more: more, fix: fix,
      mayGoOn: more.isEmpty, inAnyMode: isUnpinned)
  }

  /// Said once for all repositories, and never an error: it is nothing that the plan does.
  private var movableTags: [Diagnostic] {
    let movable = needs.taggedRepositories.filter(isMovable).sorted()
    guard let first = movable.first else { return [] }
    let others = movable.count > 1 ? " and of \(movable.count - 1) more" : ""
    return [
      Diagnostic(
        .warning, "image-tag-movable", "tags of the repository \"\(first)\"\(others) can be moved to other images",
        details: movable.count > 1 ? ["These are: \(movable.joined(separator: ", "))."] : [],
        fix: "set \"imageTagMutability\" of the repository to \"IMMUTABLE\"")
    ]
  }

  private func isMovable(_ name: String) -> Bool {
    var attributes = needs.desired.resources.first { $0.identity.kind == .repository && $0.identity.name == name }?.attributes
    if attributes == nil, case .answered(let observed) = repositories { attributes = observed[name]?.object?.attributes }
    guard let attributes else { return false }
    return RepositoryDocument(attributes).hasMovableTags
  }

  // MARK: Roles and secrets

  private var roleFindings: [Diagnostic] {
    needs.roles.sorted { ($0.key.arn, $0.key.principal.rawValue) < ($1.key.arn, $1.key.principal.rawValue) }.flatMap {
      role, users -> [Diagnostic] in
      if isAbsent(.role(role.arn)) {
        return [
          finding("role-missing", "the role \"\(role.arn)\" does not exist", users, fix: "create the role, or correct its name")
        ]
      }
      guard case .role(let services)? = facts(.role(role.arn)), services.isDisjoint(with: [role.principal.rawValue, "*"]) else {
        return []
      }
      return [
        finding(
          "role-not-assumable", "the role \"\(role.arn)\" cannot be assumed by \(role.principal.rawValue)", users,
          fix: "allow sts:AssumeRole for the service \"\(role.principal.rawValue)\" in the role's trust policy")
      ]
    }
  }

  private var secretFindings: [Diagnostic] {
    let found = needs.secrets.compactMap { secret, users -> Diagnostic? in
      switch secret {
      case .secret(let id):
        guard isAbsent(.secret(id)) else { return nil }
        return finding(
          "secret-missing", "the secret \"\(id)\" does not exist", users, fix: "create the secret, or correct its name")
      case .parameter(let names):
        guard let name = names.first, names.allSatisfy({ isAbsent(.parameter($0)) }) else { return nil }
        return finding(
          "parameter-missing", "the parameter \"\(name)\" does not exist", users,
          fix: "create the parameter, or correct its name")
      }
    }
    return found.sorted { $0.message < $1.message }
  }

  // MARK: Clusters and log groups

  private var clusterFindings: [Diagnostic] {
    guard case .answered(let observed) = clusters else { return [] }
    var found: [Diagnostic] = []
    for (name, users) in needs.clusterUsers.sorted(by: { $0.key < $1.key }) {
      let cluster = (observed[name]?.object?.attributes).map(ClusterDocument.init)
      guard cluster?.status != "ACTIVE" else { continue }
      let message = cluster.map { "is \($0.status), not ACTIVE" } ?? "does not exist"
      found.append(
        finding(
          "cluster-missing", "the cluster \"\(name)\" \(message)", users, effect: "would be refused",
          fix: "create the cluster, declare it in clusters/, or correct its name"))
    }
    for (provider, users) in needs.capacityProviders.sorted(by: { ($0.key.cluster, $0.key.name) < ($1.key.cluster, $1.key.name) })
    {
      guard let cluster = observed[provider.cluster]?.object?.attributes,
        !ClusterDocument(cluster).capacityProviders.contains(provider.name)
      else { continue }
      found.append(
        finding(
          "capacity-provider-missing",
          "the cluster \"\(provider.cluster)\" does not have the capacity provider \"\(provider.name)\"", users,
          effect: "would be refused", fix: "add the capacity provider to the cluster, or correct its name"))
    }
    return found
  }

  private var logGroupFindings: [Diagnostic] {
    guard case .answered(let observed) = logGroups else { return [] }
    return needs.logGroupUsers.sorted { $0.key < $1.key }.filter { observed[$0.key]?.object == nil }.map { name, users in
      let isOnlyForExec = users.allSatisfy { $0.kind == .cluster }
      return finding(
        "log-group-missing", "the log group \"\(name)\" does not exist", users,
        effect: isOnlyForExec ? "would keep no record of sessions of ECS Exec" : "would not start",
        fix: isOnlyForExec
          ? "declare it in log-groups/, or correct its name"
          : "declare it in log-groups/, or set the option awslogs-create-group to \"true\"")
    }
  }

  // MARK: Networks

  private var networkFindings: [Diagnostic] {
    let parts: [(String, String, (PlannedNeeds.Network) -> [String], (String) -> Prerequisite)] = [
      ("subnet", "subnet", \.subnets, Prerequisite.subnet),
      ("security-group", "security group", \.securityGroups, Prerequisite.securityGroup),
      ("target-group", "target group", \.targetGroups, Prerequisite.targetGroup),
    ]
    var found: [Diagnostic] = []
    for (code, noun, names, prerequisite) in parts {
      var users: [String: PlannedNeeds.Users] = [:]
      for (address, network) in needs.networks {
        for name in names(network) where isAbsent(prerequisite(name)) { users[name, default: []].insert(address) }
      }
      for (name, users) in users.sorted(by: { $0.key < $1.key }) {
        found.append(
          finding(
            "\(code)-missing", "the \(noun) \"\(name)\" does not exist", users, effect: "would be refused",
            fix: "correct its \(noun == "target group" ? "ARN" : "id")"))
      }
    }
    for (address, network) in needs.networks.sorted(by: { $0.key < $1.key }) {
      found += targetTypes(address, network) + differentNetworks(address, network)
    }
    return found
  }

  private func targetTypes(_ address: Address, _ network: PlannedNeeds.Network) -> [Diagnostic] {
    network.targetGroups.compactMap { arn in
      guard case .targetGroup(let type?, _)? = facts(.targetGroup(arn)), (type == "ip") != network.hasOwnAddresses else {
        return nil
      }
      let needed = network.hasOwnAddresses ? "ip" : "instance"
      let mode = network.hasOwnAddresses ? "awsvpc" : "bridge or host"
      return finding(
        "target-group-type", "the target group \"\(arn)\" has the target type \(type); the network mode \(mode) needs \(needed)",
        [address], effect: "would be refused", fix: "use a target group of type \(needed)")
    }
  }

  private func differentNetworks(_ address: Address, _ network: PlannedNeeds.Network) -> [Diagnostic] {
    var members: [String: [String]] = [:]
    func note(_ prerequisite: Prerequisite, _ name: String) {
      switch facts(prerequisite) {
      case .network(let vpc?): members[vpc, default: []].append(name)
      case .targetGroup(_, let vpc?): members[vpc, default: []].append(name)
      case .network(nil), .targetGroup(_, nil), .existence, .account, .image, .role, nil: break
      }
    }
    for id in network.subnets { note(.subnet(id), id) }
    for id in network.securityGroups { note(.securityGroup(id), id) }
    for arn in network.targetGroups where network.hasOwnAddresses { note(.targetGroup(arn), arn) }
    guard members.count > 1 else { return [] }
    let parts = members.sorted { $0.key < $1.key }.map { "\($0.key) has \($0.value.joined(separator: ", "))." }
    return [
      finding(
        "networks-differ", "what \(address) is put into lies in \(members.count) different networks", [address],
        effect: "would be refused", more: parts, fix: "take subnets, security groups and target groups of one network")
    ]
  }
}

extension Diagnostic {
  /// Calls were made with the credentials of `account`, where those of `declared` were meant.
  package static func callerElsewhere(_ account: String, declared: String) -> Diagnostic {
    Diagnostic(
      .error, "caller-elsewhere", "these credentials belong to account \(account); the environment is declared for \(declared)",
      details: ["All that was read, was read in account \(account). Nothing was changed."],
      fix: "use credentials of account \(declared): AWS_PROFILE, or \"profile\" of the provider in environment.json")
  }
}
