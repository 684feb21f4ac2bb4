import JSONDocument
import Resources

/// Finds what somebody else changed: what is observed against what we wrote down last.
///
/// Only fields that the facts know take part, so that a member that AWS adds tomorrow is no drift.
struct DriftFinder {
  let recorded: RecordedState
  let observed: ObservedState

  func drift() -> [Drift] {
    recorded.resources.compactMap { record in
      guard record.identity.kind != .taskDefinition, let observation = observed.objects[record.identity] else { return nil }
      switch observation {
      case .absent, .draining: return Drift(address: record.address, kind: .deleted)
      case .present(let live):
        let fields = Differ(record.identity.kind).whole(
          known(record.observed, record), known(live.attributes, record))
        return fields.isEmpty ? nil : Drift(address: record.address, kind: .changed, fields: fields)
      }
    }
  }

  private func known(_ document: JSON, _ record: RecordedResource) -> JSON {
    guard let members = document.objectValue else { return document }
    return .object(
      JSONObject(
        members.filter { member in
          guard let field = record.identity.kind.facts[member.key] else { return false }
          return !field.isWriteOnly && isComparable(member.key, record)
        }))
  }

  /// Members that are read by calls of their own are compared only when the files declared them.
  private func isComparable(_ member: String, _ record: RecordedResource) -> Bool {
    guard record.identity.kind == .repository || record.identity.kind == .logGroup else { return true }
    return !["tags", "lifecyclePolicy", "repositoryPolicy"].contains(member) || record.declared[member] != nil
  }
}
