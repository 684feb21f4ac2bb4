package import Diagnostics
import GRDB
import JSONDocument
package import Resources

/// Looks for what is wrong inside a state that can be read: pages, references between records, work left open.
package struct StateAudit: Sendable {
  package struct Report: Sendable {
    package var version: StateVersion
    package var resources: Int
    package var revisions: Int
    /// Objects that replacements have left over.
    package var deposed: Int
    package var findings: [Diagnostic]
  }

  /// What cannot be read at all is thrown as damage. While a `holder` of the lock lives, what is open is under way.
  static func report(_ database: Database, _ holder: LockInfo?) throws -> Report {
    let state = try Records.state(database)
    try JournalSums.checkAll(database)
    guard let version = state.version else { throw Damage("the row about the state itself is missing") }
    let findings =
      try pages(database) + identities(state) + revisions(state) + (try openWork(database, holder))
    return Report(
      version: version, resources: state.resources.count, revisions: state.revisions.values.map(\.count).reduce(0, +),
      deposed: state.deposed.count, findings: findings)
  }

  private static func pages(_ database: Database) throws -> [Diagnostic] {
    let lines = try String.fetchAll(database, sql: "PRAGMA integrity_check(10)")
    guard lines != ["ok"] else { return [] }
    return [
      Diagnostic(
        .error, "state-pages", "the file's pages are not in order", details: lines,
        fix: "put back the last good copy with `reconcile state restore`")
    ]
  }

  private static func identities(_ state: RecordedState) -> [Diagnostic] {
    let groups = Dictionary(grouping: state.all, by: \.identity).filter { $0.value.count > 1 }
    return groups.sorted { $0.key < $1.key }.map { identity, records in
      let addresses = records.map(\.address.description)
      return Diagnostic(
        .error, "state-recorded-twice", "the \(identity.kind.noun) \"\(identity)\" is recorded at \(addresses.count) addresses",
        details: addresses, fix: "forget all but one with `reconcile state rm`")
    }
  }

  /// Each revision that a record stands for must be known: what is not cannot be told from somebody else's.
  private static func revisions(_ state: RecordedState) -> [Diagnostic] {
    let known = Set(state.revisions.values.joined().map(\.arn))
    let families = Set(state.resources.filter { $0.identity.kind == .taskDefinition }.map(\.identity.name))
    return state.resources.compactMap { record in
      let arn = record.identity.kind == .taskDefinition ? record.arn : record.runningRevision
      guard [.taskDefinition, .service].contains(record.identity.kind), let arn, !known.contains(arn),
        families.contains(RevisionReference(arn).family)
      else { return nil }
      return Diagnostic(
        .error, "state-revision-unknown", "\(record.address) stands for a revision that is not recorded",
        details: [arn], fix: "run `reconcile plan` on the environment: it reads the revision and keeps it")
    }
  }

  private static func openWork(_ database: Database, _ holder: LockInfo?) throws -> [Diagnostic] {
    let open = try Journal.unfinished(database)
    guard !open.isEmpty else { return [] }
    if let holder {
      return [
        Diagnostic(
          .note, "state-under-way",
          "\(holder.request.who) is running \(holder.request.operation): \(open.count == 1 ? "an operation is" : "\(open.count) operations are") under way",
          details: open.map { "\($0.intent.verb.rawValue) \($0.intent.address)" })
      ]
    }
    return [
      Diagnostic(
        .error, "state-unfinished",
        "an earlier run was stopped inside \(open.count == 1 ? "an operation" : "\(open.count) operations")",
        details: open.map { "\($0.intent.verb.rawValue) \($0.intent.address)" },
        fix: "run `reconcile apply` on the environment: it finds out how far they got")
    ]
  }
}
