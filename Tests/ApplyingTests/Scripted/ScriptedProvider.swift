import JSONDocument
import Providers
import Resources
import Synchronization

/// A small cloud in memory that does what its script says.
final class ScriptedProvider: ResourceReader, ResourceWriter, RolloutControl {
  enum Fault: Sendable {
    /// The call is refused and changes nothing.
    case refuse
    /// The call is carried out and its answer is lost.
    case loseAnswer
    /// The call is carried out in part.
    case breakOff
  }

  struct Cloud: Sendable {
    var objects: [ResourceIdentity: ObservedObject] = [:]
    var draining: Set<ResourceIdentity> = []
    /// By family, oldest first.
    var revisions: [String: [Revision]] = [:]
    /// Objects and revisions by the token they were made with.
    var madeWith: [String: ResourceIdentity] = [:]
    var registeredWith: [String: Revision] = [:]
    var deployments = 0
    /// Lone tasks by token, what they were launched with, and how they end by the end of their ARN.
    var tasks: [String: String] = [:]
    var launched: [String: TaskLaunch] = [:]
    var ends: [String: TaskVerdict] = [:]
    var inFlight = 0
    var mostInFlight = 0
  }

  let log: EventLog
  let identity = ProviderIdentity.example
  let capabilities = Set(Capability.allCases)
  private let cloud = Mutex(Cloud())
  private let faults: Mutex<[String: Fault]>
  private let readFault = Mutex<ProviderError?>(nil)
  private let verdicts: [String: RolloutVerdict]
  /// Verdicts of one service, one for each wait.
  private let sequences: Mutex<[String: [RolloutVerdict]]>
  private let waits = Mutex<[Rollout]>([])
  /// Runs inside each call, before it takes effect.
  private let during: @Sendable (String) async -> Void
  /// Runs inside each wait for a rollout.
  let following: @Sendable (String) async -> Void

  init(
    log: EventLog = EventLog(), faults: [String: Fault] = [:], verdicts: [String: RolloutVerdict] = [:],
    sequences: [String: [RolloutVerdict]] = [:], during: @escaping @Sendable (String) async -> Void = { _ in },
    following: @escaping @Sendable (String) async -> Void = { _ in }
  ) {
    self.log = log
    self.faults = Mutex(faults)
    self.verdicts = verdicts
    self.sequences = Mutex(sequences)
    self.during = during
    self.following = following
  }

  /// Rollouts that were waited for.
  var followed: [Rollout] { waits.withLock { $0 } }

  var now: Cloud { cloud.withLock { $0 } }

  func change(_ work: (inout Cloud) -> Void) { cloud.withLock { work(&$0) } }

  func failReading(_ error: ProviderError?) { readFault.withLock { $0 = error } }

  // MARK: Reading

  func read(_ requests: [ReadRequest]) async throws(ProviderError) -> [ResourceIdentity: Observation] {
    log.add("read \(requests.map(\.identity.name).joined(separator: " "))")
    if let error = readFault.withLock({ $0 }) { throw error }
    return cloud.withLock { cloud in
      Dictionary(
        requests.map { request in
          let object = cloud.objects[request.identity].map { Observation.present($0) }
          return (request.identity, cloud.draining.contains(request.identity) ? .draining : object ?? .absent)
        }, uniquingKeysWith: { $1 })
    }
  }

  func revisions(_ references: [String]) async throws(ProviderError) -> [String: Revision] {
    log.add("read \(references.joined(separator: " "))")
    if let error = readFault.withLock({ $0 }) { throw error }
    let known = now.revisions
    return Dictionary(
      references.compactMap { reference in
        let name = reference.split(separator: "/").last.map(String.init) ?? reference
        let family = known[name.split(separator: ":").first.map(String.init) ?? name] ?? []
        let found = name.contains(":") ? family.last { $0.shortName == name } : family.last { $0.isActive }
        return found.map { (reference, $0) }
      }, uniquingKeysWith: { $1 })
  }

  func missingImages(_ images: [ImageReference]) async throws(ProviderError) -> Set<ImageReference> { [] }

  func digests(_ images: [ImageReference]) async throws(ProviderError) -> [ImageReference: String] { [:] }

  // MARK: Writing

  func create(_ resource: Resource, token: OperationToken) async throws(ProviderError) -> WriteResult {
    try await call("create \(resource.address.name)") { cloud throws(ProviderError) in
      if resource.identity.kind == .taskDefinition { return cloud.register(resource, token) }
      let isOwn = cloud.madeWith[token.text] == resource.identity
      guard isOwn || cloud.objects[resource.identity] == nil else { throw .refusal("create \(resource.address.name)") }
      cloud.madeWith[token.text] = resource.identity
      cloud.objects[resource.identity] = cloud.objects[resource.identity] ?? .made(resource)
      return cloud.result(resource.identity, isDeployed: true)
    }
  }

  func update(_ update: ResourceUpdate, token: OperationToken) async throws(ProviderError) -> WriteResult {
    try await call("update \(update.identity.name)") { cloud throws(ProviderError) in
      guard cloud.objects[update.identity] != nil else { throw .refusal("update \(update.identity.name)") }
      for member in update.changedMembers { cloud.objects[update.identity]?.attributes[member] = update.after[member] }
      return cloud.result(update.identity, isDeployed: update.changedMembers.contains("taskDefinition"))
    }
  }

  func delete(_ deletion: ResourceDeletion, token: OperationToken) async throws(ProviderError) {
    try await call("delete \(deletion.identity.name)") { cloud throws(ProviderError) in
      cloud.objects[deletion.identity] = nil
      cloud.revisions[deletion.identity.name]?.removeAll { deletion.revisions.contains($0.arn) }
    }
  }

  func call<T>(_ name: String, _ work: (inout Cloud) throws(ProviderError) -> T) async throws(ProviderError) -> T {
    log.add("call \(name)")
    cloud.withLock { cloud in
      cloud.inFlight += 1
      cloud.mostInFlight = max(cloud.mostInFlight, cloud.inFlight)
    }
    defer { cloud.withLock { $0.inFlight -= 1 } }
    await during(name)
    let fault = faults.withLock { $0.removeValue(forKey: name) }
    if case .refuse = fault { throw .refusal(name) }
    let result = try cloud.withLock { cloud throws(ProviderError) in try work(&cloud) }
    switch fault {
    case .loseAnswer: throw ProviderError(.unreachable, operation: name, message: "no answer", effect: .unknown)
    case .breakOff: throw ProviderError(.refused, operation: name, message: "half of it", effect: .yes)
    case .refuse, nil: return result
    }
  }

  // MARK: Waiting

  func standing(of service: ResourceIdentity) async throws(ProviderError) -> RolloutStanding? { nil }
  func goOn(_ standing: RolloutStanding, after pause: RolloutPause) async throws(ProviderError) {}
  func takeBack(_ standing: RolloutStanding) async throws(ProviderError) {}

  func follow(
    _ rollout: Rollout, patience: RolloutPatience, progress: @escaping @Sendable (RolloutProgress) -> Void
  ) async -> RolloutVerdict {
    log.add("follow \(rollout.service.name)")
    waits.withLock { $0.append(rollout) }
    progress(RolloutProgress(desired: 1, running: 0, pending: 1, failed: 0, phase: "IN_PROGRESS"))
    await following(rollout.service.name)
    if Task.isCancelled { return RolloutVerdict(.interrupted) }
    let next = sequences.withLock { sequences -> RolloutVerdict? in
      guard let left = sequences[rollout.service.name], let first = left.first else { return nil }
      sequences[rollout.service.name] = Array(left.dropFirst())
      return first
    }
    if let next { return next }
    return verdicts[rollout.service.name] ?? RolloutVerdict(.completed, runningRevision: rollout.revision)
  }
}

extension ScriptedProvider.Cloud {
  /// A revision carries its token, and is made once for each.
  fileprivate mutating func register(_ resource: Resource, _ token: OperationToken) -> WriteResult {
    let family = resource.identity.name
    let number = (revisions[family]?.last?.number ?? 0) + 1
    var content = resource.attributes
    content["tags"] = .array((content["tags"]?.arrayValue ?? []) + [["key": "operation", "value": .string(token.text)]])
    let revision =
      registeredWith[token.text]
      ?? Revision(arn: .revision(family, number), family: family, number: number, isActive: true, content: content)
    if registeredWith.updateValue(revision, forKey: token.text) == nil { revisions[family, default: []].append(revision) }
    return WriteResult(
      object: ObservedObject(identity: resource.identity, attributes: revision.content, arn: revision.arn))
  }

  fileprivate mutating func result(_ identity: ResourceIdentity, isDeployed: Bool) -> WriteResult {
    let object = objects[identity] ?? ObservedObject(identity: identity, attributes: .null)
    guard isDeployed, identity.kind == .service else { return WriteResult(object: object) }
    deployments += 1
    return WriteResult(
      object: object,
      rollout: Rollout(
        service: identity, deploymentId: "ecs-svc/\(deployments)",
        revision: object.attributes["taskDefinition"]?.stringValue ?? ""))
  }
}

extension ProviderError {
  fileprivate static func refusal(_ operation: String) -> ProviderError {
    ProviderError(.refused, operation: operation, message: "refused")
  }
}

extension ObservedObject {
  static func made(_ resource: Resource) -> ObservedObject {
    ObservedObject(
      identity: resource.identity, attributes: resource.attributes,
      arn: "arn:aws:\(resource.identity.kind.noun)/\(resource.identity)")
  }
}
