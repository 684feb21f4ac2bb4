import Resources

/// Decides what happens to recorded resources that the files no longer mention, and to what replacements have left over.
struct RemovalDecisions {
  let recorded: RecordedState
  let observed: ObservedState
  let wanted: Set<ResourceIdentity>
  let wantedAddresses: Set<Address>
  /// What other environments declare.
  let claims: [ResourceIdentity: String]
  let scope: PlanScope
  let selection: Selection

  func decisions() -> [Decision] {
    let unwanted = recorded.resources.filter { !wantedAddresses.contains($0.address) && selection.includes($0.address) }
    // What the files want again is taken up by its own address.
    let left = recorded.deposed.filter { !wanted.contains($0.identity) && selection.includes($0.address) }
    return unwanted.map { decision($0, scope.isDestroy ? .destroying : .noLongerDesired) }
      + left.map { decision($0.resource, .leftOver(run: $0.run)) }
      + recorded.begun.filter { !wanted.contains($0.identity) && selection.includes($0.address) }.compactMap(begun)
  }

  /// Nil: it is not there.
  private func begun(_ record: RecordedResource) -> Decision? {
    guard record.identity.kind.reading == .objects else { return decision(record, .begun) }
    guard let live = observed.objects[record.identity]?.object else { return nil }
    var record = record
    record.observed = live.attributes
    record.arn = live.arn
    return decision(record, .begun)
  }

  private func decision(_ record: RecordedResource, _ reason: ActionReason) -> Decision {
    var change = Change(
      address: record.address, identity: record.identity, action: .delete, reason: reason, before: record.observed)
    let forgetting: [Step.Work] = [.forget(record.identity)]
    if wanted.contains(record.identity) {
      change.action = .noOp  // its file has a new name; the new address says so
      return Decision(change: change, work: forgetting)
    }
    if record.identity.kind == .oneOffTask {
      change.action = .forget  // its runs are history; there is nothing to delete
      return Decision(change: change, work: forgetting)
    }
    if record.identity.kind != .taskDefinition, observed.objects[record.identity]?.object == nil {
      change.action = .forget
      if change.isLeftOver { change.before = nil } else { change.reason = .goneAlready }
      return Decision(change: change, work: forgetting)
    }
    if let directory = claims[record.identity] {
      change.action = .forget
      change.reason = .declaredElsewhere(directory)
      return Decision(change: change, work: forgetting)
    }
    if record.identity.kind.holdsData, !scope.deletesData {
      change.action = .forget
      if !change.isLeftOver { change.reason = .holdsData }
      return Decision(change: change, work: forgetting)
    }
    return Decision(change: change, work: [recorded.deletion(of: record, withData: scope.deletesData)])
  }
}

extension RecordedState {
  /// The work of deleting what was recorded. Of a family every revision that we know is taken back: what we registered
  /// must not stay behind when the family is no longer wanted.
  func deletion(of record: RecordedResource, withData: Bool) -> Step.Work {
    guard record.identity.kind == .taskDefinition else {
      return .delete(Step.Deletion(of: record.identity, arn: record.arn, withData: withData))
    }
    let known = (revisions[record.identity.name] ?? []).map(\.arn)
    return .delete(
      Step.Deletion(
        of: record.identity, arn: record.arn, revisions: Set(known + [record.arn].compactMap { $0 }).sorted(),
        withData: withData))
  }
}
