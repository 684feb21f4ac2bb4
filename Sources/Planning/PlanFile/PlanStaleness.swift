import JSONDocument
package import Resources

/// What is not as it was when a plan was saved: why that plan is out of date.
///
/// Both plans are taken without their secrets, which stand as fingerprints in all that is told here.
package struct PlanStaleness: Sendable, Equatable {
  package struct Input: Sendable, Equatable {
    package enum Kind: Sendable { case changed, added, removed }

    package var path: String
    package var kind: Kind
  }

  /// A live object that the plan touches. `fields` go from what it was to what it is.
  package struct Object: Sendable, Equatable {
    package var identity: ResourceIdentity
    package var fields: [FieldChange]
  }

  /// What is to be done at an address; nil: nothing.
  package struct Deed: Sendable, Equatable {
    package var address: Address
    package var saved: Change?
    package var now: Change?
  }

  package var inputs: [Input]
  package var objects: [Object]
  /// Addresses whose record is another one.
  package var records: [Address]
  package var deeds: [Deed]
  /// The same changes would be made by other steps.
  package var hasOtherSteps: Bool

  package var isEmpty: Bool { inputs.isEmpty && objects.isEmpty && records.isEmpty && deeds.isEmpty && !hasOtherSteps }

  /// `now` is the plan that is made of the same question today.
  package init(from saved: Plan, to now: Plan) {
    let (saved, now) = (PlanFile.masked(saved), PlanFile.masked(now, under: saved.secretFingerprint))
    inputs = Self.inputs(saved.inputs, now.inputs)
    objects = Self.objects(saved, now)
    // What is planned at one time only is told as a deed.
    let both = Set(saved.changes.map(\.address)).intersection(now.changes.map(\.address))
    records = both.filter { saved.records[$0] != now.records[$0] }.sorted()
    deeds = Self.deeds(saved.changes, now.changes)
    hasOtherSteps = deeds.isEmpty && PlanFile.contract(of: saved) != PlanFile.contract(of: now)
  }

  private static func inputs(_ saved: [InputFile], _ now: [InputFile]) -> [Input] {
    let then = Dictionary(saved.map { ($0.path, $0.digest) }, uniquingKeysWith: { $1 })
    let today = Dictionary(now.map { ($0.path, $0.digest) }, uniquingKeysWith: { $1 })
    return Set(then.keys).union(today.keys).sorted().compactMap { path in
      switch (then[path], today[path]) {
      case (nil, _): Input(path: path, kind: .added)
      case (_, nil): Input(path: path, kind: .removed)
      case (let before, let after): before == after ? nil : Input(path: path, kind: .changed)
      }
    }
  }

  private static func objects(_ saved: Plan, _ now: Plan) -> [Object] {
    let moved = saved.fingerprints.keys.filter { now.fingerprints[$0] != nil && now.fingerprints[$0] != saved.fingerprints[$0] }
    return moved.sorted().map { identity in
      let before = saved.changes.first { $0.identity == identity }
      let after = now.changes.first { $0.identity == identity }
      guard let then = before?.before, let today = after?.before else { return Object(identity: identity, fields: []) }
      let mentions = identity.kind.mentions(in: before?.after, after?.after)
      return Object(identity: identity, fields: Differ(identity.kind).differencesOfWhole(then, today, mentions: mentions))
    }
  }

  private static func deeds(_ saved: [Change], _ now: [Change]) -> [Deed] {
    let then = Dictionary(saved.map { (Place($0), $0) }, uniquingKeysWith: { $1 })
    let today = Dictionary(now.map { (Place($0), $0) }, uniquingKeysWith: { $1 })
    return Set(then.keys).union(today.keys).sorted().compactMap { place in
      let (before, after) = (then[place], today[place])
      guard before.map(PlanContract.json(of:)) != after.map(PlanContract.json(of:)) else { return nil }
      return Deed(address: place.address, saved: before, now: after)
    }
  }
}

/// An address, or one of the objects that replacements have left over there.
private struct Place: Hashable, Comparable {
  let address: Address
  let leftOver: ResourceIdentity?

  init(_ change: Change) {
    address = change.address
    leftOver = change.isLeftOver ? change.identity : nil
  }

  static func < (left: Place, right: Place) -> Bool {
    guard left.address == right.address else { return left.address < right.address }
    guard let one = left.leftOver, let other = right.leftOver else { return left.leftOver == nil && right.leftOver != nil }
    return one < other
  }
}
