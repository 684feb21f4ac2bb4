import JSONDocument
import Resources

/// The revisions that matter to one desired task definition: those its services run, and the one that was recorded.
struct RevisionUsage {
  let resource: Resource
  /// Fingerprint of the wanted content.
  let wanted: ContentDigest
  /// ARNs, or `family:number` where a service names its revision so. Each once.
  let references: [String]
  /// What each of its services runs; nil for one that is not there.
  let running: [String?]
  /// The one that was written down under its address.
  let recorded: String?

  private init(of resource: Resource, references: [String], running: [String?], recorded: String?) {
    self.resource = resource
    wanted = ResourceKind.taskDefinition.contentFingerprint(of: resource.attributes)
    self.references = references
    self.running = running
    self.recorded = recorded
  }

  static func all(
    desired: DesiredState, recorded: RecordedState, objects: [ResourceIdentity: Observation]
  ) -> [RevisionUsage] {
    var used: [Address: [String?]] = [:]
    for service in desired.resources {
      guard let address = service.taskDefinitionLink else { continue }
      used[address, default: []].append(objects[service.identity]?.object?.runningRevision)
    }
    let recordedARNs = Dictionary(
      recorded.resources.compactMap { resource in resource.arn.map { (resource.address, $0) } },
      uniquingKeysWith: { first, _ in first })
    return desired.resources.filter { $0.identity.kind == .taskDefinition }.map { resource in
      var seen: Set<String> = []
      let running = used[resource.address] ?? []
      let references = (running + [recordedARNs[resource.address]]).compactMap { $0 }
      return RevisionUsage(
        of: resource, references: references.filter { seen.insert($0).inserted }, running: running,
        recorded: recordedARNs[resource.address])
    }
  }
}
