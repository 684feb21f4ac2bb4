package import JSONDocument
package import Planning
package import Recording
package import Resources

/// How the services of an environment stand: what the files want, what was recorded, what runs.
///
/// Made of one plan and what it was made from, so that it cannot tell anything else than a plan would.
package struct StatusView: Sendable {
  package struct Service: Sendable, Equatable {
    package var address: Address
    /// Tasks that run, all deployments together.
    package var running = 0
    /// Tasks that ECS is to run; nil: one on each instance.
    package var wanted: Int?
    package var pending = 0
    /// `api:42`, of every revision that tasks run; the newest deployment first.
    package var revisions: [String] = []
    /// `api:42`, as it was written down last.
    package var recorded: String?
    /// Versions of its images, as tasks run them and as the files want them.
    package var runningVersions: [String] = []
    package var wantedVersions: [String] = []
    package var condition = Condition.steady
    /// Fields that somebody else changed.
    package var drifted = 0
  }

  /// The worst that is to be said of a service.
  package enum Condition: Sendable, Equatable {
    case steady
    /// The files want something else.
    case differs
    /// Somebody else changed it.
    case drifted
    /// It runs what is wanted, and its checks have not passed, or its last rollout was seen to fail.
    case unproven(String?)
    /// Fewer tasks run than should.
    case short
    /// `api:43`
    case underWay(String)
    case failed(String?)
    /// It is not there.
    case absent

    /// There is nothing to do and nothing to wait for.
    package var isSteady: Bool { self == .steady }
  }

  package var environment: EnvironmentIdentity
  package var serial: Int?
  package var lastRun: RunRecord?
  /// Ordered by address.
  package var services: [Service]
  /// Changes that a plan would make beside those of services and their revisions.
  package var otherChanges: Int

  package var isSteady: Bool { otherChanges == 0 && services.allSatisfy(\.condition.isSteady) }

  /// `contents`: of the revisions that tasks run, by ARN.
  package init(
    _ plan: Plan, desired: DesiredState, recorded: RecordedState, observed: ObservedState, contents: [String: JSON],
    lastRun: RunRecord?
  ) {
    environment = plan.environment
    serial = recorded.version?.serial
    self.lastRun = lastRun
    let records = Dictionary(recorded.resources.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
    let changed = Dictionary(grouping: plan.changes, by: \.address)
    let drift = Dictionary(plan.drift.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
    let resources = desired.resources.filter { $0.identity.kind == .service }
    let definitions = Dictionary(desired.resources.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
    services = resources.map { resource in
      var service = Service(address: resource.address)
      let link = resource.taskDefinitionLink
      service.recorded = records[resource.address]?.runningRevision.map { RevisionReference($0).shortName }
      service.wantedVersions = Self.versions(link.flatMap { definitions[$0]?.attributes }, desired.imageNames)
      service.drifted = drift[resource.address]?.fields.count ?? 0
      let object = observed.objects[resource.identity]?.object
      if let object { service.look(at: object, contents, desired.imageNames) }
      let isChanged = changed[resource.address] != nil || link.flatMap { changed[$0] } != nil
      service.condition = Self.condition(service, object, isChanged: isChanged, isDrifted: drift[resource.address] != nil)
      return service
    }
    let told = Set(resources.flatMap { [$0.address, $0.taskDefinitionLink].compactMap { $0 } })
    otherChanges = plan.changes.count { !told.contains($0.address) }
  }

  private static func condition(
    _ service: Service, _ object: ObservedObject?, isChanged: Bool, isDrifted: Bool
  ) -> Condition {
    guard let object else { return .absent }
    switch object.rollout?.state {
    case .failed(let reason): return .failed(reason)
    case .underWay: return .underWay(object.rollout?.shortRevision ?? "")
    case .settled, .unproven, nil: break
    }
    if let wanted = service.wanted, service.running < wanted { return .short }
    if isChanged { return .differs }
    if isDrifted { return .drifted }
    if case .unproven(let why)? = object.rollout?.state { return .unproven(why) }
    return .steady
  }

  fileprivate static func versions(_ definition: JSON?, _ declared: Set<String>) -> [String] {
    ImageText.versions(of: definition.map { TaskDefinitionDocument($0).images } ?? [], declared: declared)
  }
}

extension StatusView.Service {
  fileprivate mutating func look(at object: ObservedObject, _ contents: [String: JSON], _ declared: Set<String>) {
    let document = ServiceDocument(object.attributes)
    running = object.deployments.reduce(0) { $0 + $1.running }
    pending = object.deployments.reduce(0) { $0 + $1.pending }
    wanted = document.isDaemon ? nil : document.desiredCount
    let serving = object.deployments.filter { $0.running > 0 }.map(\.revision)
    let revisions = serving.isEmpty ? [object.runningRevision].compactMap { $0 } : serving
    var seen: Set<String> = []
    self.revisions = revisions.map { RevisionReference($0).shortName }.filter { seen.insert($0).inserted }
    seen = []
    runningVersions = serving.flatMap { StatusView.versions(contents[$0], declared) }.filter { seen.insert($0).inserted }
  }
}
