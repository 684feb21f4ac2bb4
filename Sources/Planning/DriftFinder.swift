import JSONDocument
import Resources

/// Finds what somebody else changed: what is observed against what we wrote down last, and what the files say about it.
///
/// Members that nobody knows, or that somebody else may own, take part only where the files mentioned them: a member that
/// AWS adds tomorrow is no drift, and neither is an autoscaler's work. Where the files say by now what is observed, nobody
/// has to do anything, and there is no drift either.
struct DriftFinder {
  let recorded: RecordedState
  let observed: ObservedState
  /// What the files want; empty when everything is to go.
  var wanted: [Address: Resource] = [:]
  var ignoring = Ignoring()
  /// Services that run the revision their files stand for.
  var runningAsWanted: Set<Address> = []

  struct Findings {
    var drift: [Drift] = []
    var ignored: [IgnoredDifference] = []
  }

  func drift() -> [Drift] { findings().drift }

  func findings() -> Findings {
    recorded.resources.reduce(into: Findings()) { findings, record in
      if record.identity.kind == .taskDefinition {
        guard let revision = record.arn.flatMap({ observed.revisions[$0] }), !revision.isActive else { return }
        let isWanted = wanted[record.address]?.identity == record.identity
        findings.drift.append(
          Drift(address: record.address, kind: .deregistered, fates: [FieldPath(): isWanted ? .restored : .unwanted]))
        return
      }
      guard let observation = observed.objects[record.identity] else { return }
      switch observation {
      case .absent, .draining:
        let isWanted = wanted[record.address]?.identity == record.identity
        findings.drift.append(
          Drift(address: record.address, kind: .deleted, fates: [FieldPath(): isWanted ? .restored : .unwanted]))
      case .present(let live):
        guard !record.isSeen(in: live.attributes) else { return }
        compare(record, live, &findings)
      }
    }
  }

  private func compare(_ record: RecordedResource, _ live: ObservedObject, _ findings: inout Findings) {
    let address = record.address
    let differ = Differ(record.identity.kind)
    let before = comparable(record.observed, record)
    let now = comparable(live.attributes, record)
    let mentions = record.identity.kind.mentions(in: record.declared, scaled(record))
    let all = differ.differencesOfWhole(before, now, mentions: mentions)
    guard !all.isEmpty else { return }

    var fields = all
    if ignoring.concerns(address) {
      let same = ignoring.substituting(from: now, into: before, at: address, onlyDeclared: false)
      fields = differ.differencesOfWhole(same, now, mentions: mentions)
      findings.ignored += ignoring.ignoredDifferences(in: all, keeping: fields, at: address)
    }
    if scaled(record) != nil, let count = fields.firstIndex(where: { $0.path == .desiredCount }) {
      findings.ignored.append(
        IgnoredDifference(address: address, field: fields.remove(at: count), reason: Ignoring.leftToScaling))
    }
    guard !fields.isEmpty else { return }
    let fates = DriftFates(of: record, live, wanted: wanted[address], ignoring, runsAsWanted: runningAsWanted.contains(address))
    let known = fields.map { ($0, fates.fate(of: $0.path)) }.filter { $0.1 != nil }
    guard !known.isEmpty else { return }
    findings.drift.append(
      Drift(
        address: address, kind: .changed, fields: known.map(\.0),
        fates: Dictionary(known.map { ($0.0.path, $0.1 ?? .kept) }, uniquingKeysWith: { first, _ in first })))
  }

  /// Names the count of a service whose files do not mention it, so that the difference is seen and left alone.
  private func scaled(_ record: RecordedResource) -> JSON? {
    let declared = wanted[record.address]?.attributes ?? record.declared
    guard record.identity.kind == .service, declared[ServiceDocument.countMember] == nil else { return nil }
    return [ServiceDocument.countMember: 0]
  }

  private func comparable(_ document: JSON, _ record: RecordedResource) -> JSON {
    guard let members = document.objectValue else { return document }
    return .object(
      JSONObject(
        members.filter { member in
          record.identity.kind.facts[member.key]?.isWriteOnly != true && isRead(member.key, record)
        }))
  }

  /// Members that are read by calls of their own are compared only when the files declared them.
  private func isRead(_ member: String, _ record: RecordedResource) -> Bool {
    !record.identity.kind.separatelyRead.contains(member) || record.declared[member] != nil
  }
}

/// What becomes of the fields of one resource that somebody else changed: the third side of the comparison.
private struct DriftFates {
  private let isWanted: Bool
  /// Where what is observed, and where what was recorded, is not what the files want; nil for a resource without files.
  private let fromNow: [FieldChange]
  private let fromBefore: [FieldChange]
  /// Nil: the service's revision is not ours.
  private let runsAsWanted: Bool?

  init(
    of record: RecordedResource, _ live: ObservedObject, wanted: Resource?, _ ignoring: Ignoring, runsAsWanted: Bool
  ) {
    guard let wanted, wanted.identity == record.identity else {
      (isWanted, fromNow, fromBefore, self.runsAsWanted) = (false, [], [], nil)
      return
    }
    let kind = record.identity.kind
    isWanted = true
    self.runsAsWanted = wanted.taskDefinitionLink == nil ? nil : runsAsWanted
    let memory = record.declared
    func differences(from document: JSON) -> [FieldChange] {
      let expected = EmptyingValues.completing(wanted.attributes, memory: memory, kind.facts(of: wanted.attributes, document))
      return Differ(kind).changes(from: document, to: expected, memory: memory)
    }
    fromNow = differences(from: live.attributes)
    fromBefore = differences(from: record.observed)
  }

  /// Nil: the files say what is observed.
  func fate(of path: FieldPath) -> Drift.Fate? {
    guard isWanted else { return .unwanted }
    if path == .revision, let runsAsWanted { return runsAsWanted ? nil : .restored }
    let isBeforeOther = fromBefore.contains { $0.path.touches(path) }
    guard fromNow.contains(where: { $0.path.touches(path) }) else { return isBeforeOther ? nil : .kept }
    return isBeforeOther ? .overridden : .restored
  }
}

extension RecordedResource {
  /// What was written down is what is seen, but for what only AWS says: times and counts.
  fileprivate func isSeen(in live: JSON) -> Bool {
    guard let now = live.objectValue, let before = observed.objectValue else { return live == observed }
    let outputOnly = identity.kind.outputOnly
    func isSame(_ one: JSONObject, in other: JSONObject) -> Bool {
      one.allSatisfy { outputOnly.contains($0.key) || other[$0.key] == $0.value }
    }
    return isSame(now, in: before) && before.allSatisfy { outputOnly.contains($0.key) || now[$0.key] != nil }
  }
}

extension FieldPath {
  /// One of the two is the other or inside of it.
  fileprivate func touches(_ other: FieldPath) -> Bool {
    let count = min(steps.count, other.steps.count)
    return steps[..<count] == other.steps[..<count]
  }
}
