import JSONDocument
package import Resources

/// A member that AWS answers and nobody here knows: it is newer than this program.
package struct NewMember: Sendable, Hashable {
  package var kind: ResourceKind
  /// By names: `containerDefinitions.tomorrow`.
  package var path: String
  /// How many objects have it.
  package var count: Int
}

/// Finds what AWS began to answer since it was recorded. Never a change and never drift: nobody can say what it means.
enum NewMembers {
  /// Looks only at what is not as it was recorded, so that a plan that finds nothing new costs nothing.
  static func all(_ wanted: [Resource], _ recorded: RecordedState, _ observed: ObservedState) -> [NewMember] {
    let records = Dictionary(recorded.resources.map { ($0.identity, $0.observed) }, uniquingKeysWith: { first, _ in first })
    let declared = Dictionary(grouping: wanted, by: \.identity.kind)
    var counts: [ResourceKind: [String: Int]] = [:]
    func look(at document: JSON, _ kind: ResourceKind) {
      for path in kind.unknownMembers(of: document) { counts[kind, default: [:]][path, default: 0] += 1 }
    }
    for (identity, observation) in observed.objects {
      guard let live = observation.object?.attributes, live != records[identity] else { continue }
      look(at: live, identity.kind)
    }
    for revision in observed.newlyRead { look(at: revision.content, .taskDefinition) }
    return counts.flatMap { kind, paths in
      let known = (declared[kind] ?? []).reduce(into: Set<String>()) { $0.formUnion(kind.unknownMembers(of: $1.attributes)) }
      return paths.filter { !known.contains($0.key) }.map { NewMember(kind: kind, path: $0.key, count: $0.value) }
    }.sorted { ($0.kind.type, $0.path) < ($1.kind.type, $1.path) }
  }
}
