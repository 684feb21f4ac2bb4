package import Resources

/// Why a change of the state by hand was refused. Nothing was changed.
package enum StateEditProblem: Error, Sendable, Equatable {
  case notRecorded(RecordName)
  /// Another object is recorded at the address that a record is to have.
  case addressTaken(Address, by: ResourceIdentity)
  /// An earlier run stopped inside an operation on the object: its end would write the record again.
  case unfinished(Address)
  /// The state that is to be put in place does not go on where the recorded one is.
  case noSuccessor(StateBreak)
  /// There is no copy with this number.
  case backupMissing(Int)
  /// The file is no copy that could be put back: why.
  case copyUnusable(String, what: String)
  /// The state is a file of this machine, so there is no bucket that it could be moved to.
  case notShared
  /// No file of this machine holds a state that could be moved.
  case nothingToMove
}

/// Where a state does not go on from another one; `here` is what is recorded or asked for.
package enum StateBreak: Sendable, Equatable {
  case otherCloud(ProviderIdentity, here: ProviderIdentity)
  case otherEnvironment(String, here: String)
  case otherLineage(String, here: String)
  case older(serial: Int, here: Int)
  /// Another content with the same serial.
  case forked(serial: Int)

  /// Whether the person may insist. Not on another cloud: such a state would be refused by the next command.
  package var canBeForced: Bool {
    switch self {
    case .otherEnvironment, .otherLineage, .older, .forked: true
    case .otherCloud: false
    }
  }
}

/// What is recorded, as who wants to change it by hand has to look at it.
package struct EditableState: Sendable {
  package let recorded: RecordedState
  private let unfinished: [UnfinishedOperation]

  package init(recorded: RecordedState, unfinished: [UnfinishedOperation]) {
    self.recorded = recorded
    self.unfinished = unfinished
  }

  /// Gives a record another address, with all that replacements have left over at the old one.
  package func moveEdit(from source: Address, to target: Address) throws(StateEditProblem) -> StateEdit {
    let left = recorded.deposed.contains { $0.address == source }
    let record = resource(at: source)
    guard record != nil || left else { throw .notRecorded(RecordName(source)) }
    if let other = resource(at: target) { throw .addressTaken(target, by: other.identity) }
    try checkNothingIsOpen([source, target])
    var edit = StateEdit()
    if var moved = record {
      moved.address = target
      edit.removed = [source]
      edit.written = [moved]
    }
    if left {
      edit.deposed = recorded.deposed.map { deposed in
        var deposed = deposed
        if deposed.address == source { deposed.resource.address = target }
        return deposed
      }
    }
    return edit
  }

  /// Takes records away.
  package func removalEdit(of names: [RecordName]) throws(StateEditProblem) -> StateEdit {
    if let missing = names.first(where: { name in !recorded.names.contains { name.covers($0) } }) { throw .notRecorded(missing) }
    try checkNothingIsOpen(names.map(\.address))
    let left = recorded.deposed.filter { deposed in !names.contains { $0.covers(deposed.name) } }
    return StateEdit(
      removed: recorded.resources.map(\.address).filter { address in names.contains { $0.covers(RecordName(address)) } },
      deposed: left.count == recorded.deposed.count ? nil : left)
  }

  /// Puts a whole state in the place of what is recorded, with a serial above both. Empty when it is the recorded one.
  package func replacementEdit(
    with document: StateDocument, for environment: EnvironmentIdentity, force: Bool
  ) throws(StateEditProblem) -> StateEdit {
    if let found = breakBefore(document, environment), !(force && found.canBeForced) { throw .noSuccessor(found) }
    try checkNothingIsOpen(recorded.resources.map(\.address) + document.resources.map(\.address))
    guard recorded.version != document.version || !hasResources(of: document) else { return StateEdit() }
    let kept = Set(document.resources.map(\.address))
    let newest = max(document.version.serial, (recorded.version?.serial ?? 0) + 1)
    return StateEdit(
      removed: recorded.resources.map(\.address).filter { !kept.contains($0) }, written: document.resources,
      revisions: document.revisions, deposed: document.deposed,
      version: StateVersion(lineage: document.version.lineage, serial: newest))
  }

  /// Nil when the document goes on where the recorded state is.
  private func breakBefore(_ document: StateDocument, _ environment: EnvironmentIdentity) -> StateBreak? {
    if !document.provider.isSameCloud(as: environment.provider) {
      return .otherCloud(document.provider, here: environment.provider)
    }
    if document.environment != environment.name { return .otherEnvironment(document.environment, here: environment.name) }
    guard let version = recorded.version, version.serial > 0 else { return nil }
    if version.lineage != document.version.lineage { return .otherLineage(document.version.lineage, here: version.lineage) }
    if document.version.serial < version.serial { return .older(serial: document.version.serial, here: version.serial) }
    let isForked = document.version.serial == version.serial && !hasResources(of: document)
    return isForked ? .forked(serial: version.serial) : nil
  }

  private func hasResources(of document: StateDocument) -> Bool {
    let other = RecordedState(resources: document.resources, deposed: document.deposed)
    return recorded.resources == other.resources && recorded.deposed == other.deposed
  }

  private func resource(at address: Address) -> RecordedResource? { recorded.resources.first { $0.address == address } }

  private func checkNothingIsOpen(_ addresses: [Address]) throws(StateEditProblem) {
    guard let open = unfinished.first(where: { addresses.contains($0.intent.address) }) else { return }
    throw .unfinished(open.intent.address)
  }
}
