import JSONDocument
import Resources

/// Finds what somebody else changed: what is observed against what we wrote down last.
///
/// Members that nobody knows, or that somebody else may own, take part only where the files mentioned them: a member that
/// AWS adds tomorrow is no drift, and neither is an autoscaler's work.
struct DriftFinder {
  let recorded: RecordedState
  let observed: ObservedState

  func drift() -> [Drift] {
    recorded.resources.compactMap { record in
      guard record.identity.kind != .taskDefinition, let observation = observed.objects[record.identity] else { return nil }
      switch observation {
      case .absent, .draining: return Drift(address: record.address, kind: .deleted)
      case .present(let live):
        guard live.attributes != record.observed else { return nil }
        let kind = record.identity.kind
        let fields = Differ(kind).whole(
          comparable(record.observed, record), comparable(live.attributes, record), mentions: kind.mentions(in: record.declared))
        return fields.isEmpty ? nil : Drift(address: record.address, kind: .changed, fields: fields)
      }
    }
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
    guard record.identity.kind == .repository || record.identity.kind == .logGroup else { return true }
    return !["tags", "lifecyclePolicy", "repositoryPolicy"].contains(member) || record.declared[member] != nil
  }
}
