package import Recording
package import Resources

/// The tags of one environment on their way into another one: what each key would get, and what speaks against it.
package struct Promotion: Sendable, Equatable {
  /// Why a tag should not go there.
  package enum Objection: Sendable, Equatable {
    /// No run of the source rolled it out to the end.
    case neverCompleted
    /// The registry of the target has another image under the tag.
    case otherDigest(source: String, target: String)
    /// The registry of the target has no image under the tag.
    case notPushed
    /// The target ran it before what it runs now.
    case goesBack
  }

  package struct Row: Sendable, Equatable {
    package var key: String
    /// In the source.
    package var sourceTag: String
    /// Run of the source that rolled it out to the end.
    package var completed: RunRecord?
    /// What the target has now; nil: nothing.
    package var before: String?
    /// Since when the target asks for that.
    package var since: RunRecord?
    /// What it would get.
    package var after: String
    package var digest: String?
    package var objections: [Objection]

    package var isChange: Bool { before != after }
  }

  /// Names of the environments.
  package var source: String
  package var target: String
  /// Ordered by key.
  package var rows: [Row]
  /// Keys that only one of the two has, or that have no tag in the source.
  package var leftOut: [String]

  package var hasObjections: Bool { rows.contains { $0.isChange && !$0.objections.isEmpty } }
  /// Tags by key, of what differs.
  package var tags: [String: String] {
    Dictionary(uniqueKeysWithValues: rows.filter(\.isChange).map { ($0.key, $0.after) })
  }
}

/// Puts the tag maps of two environments side by side.
package struct PromotionJudge: Sendable {
  package struct Side: Sendable {
    package var name: String
    package var images: [String: EnvironmentImage]
    package var ledger: TagLedger
    package var digests: [ImageReference: String]
    /// Whether the registry of an image was asked.
    package var isAsked: @Sendable (ImageReference) -> Bool

    package init(
      name: String, images: [String: EnvironmentImage], ledger: TagLedger, digests: [ImageReference: String],
      isAsked: @escaping @Sendable (ImageReference) -> Bool
    ) {
      self.name = name
      self.images = images
      self.ledger = ledger
      self.digests = digests
      self.isAsked = isAsked
    }
  }

  let source: Side
  let target: Side
  private let called: @Sendable (String) -> String
  private let goesBack: @Sendable (_ after: String, _ before: String, _ image: String) -> Bool

  /// `called`: what a tag of the source is called in the target. `goesBack`: whether the target had `after` before `before`.
  package init(
    from source: Side, to target: Side, calling called: @escaping @Sendable (String) -> String,
    goesBack: @escaping @Sendable (_ after: String, _ before: String, _ image: String) -> Bool
  ) {
    self.source = source
    self.target = target
    self.called = called
    self.goesBack = goesBack
  }

  /// `keys`: only these; nil: all that both have.
  package func promotion(of keys: Set<String>? = nil) -> Promotion {
    let all = Set(source.images.keys).union(target.images.keys).filter { keys?.contains($0) ?? true }
    let rows = all.sorted().compactMap(row)
    let known = Set(rows.map(\.key))
    return Promotion(source: source.name, target: target.name, rows: rows, leftOut: all.subtracting(known).sorted())
  }

  private func row(_ key: String) -> Promotion.Row? {
    guard let from = source.images[key], let tag = from.tag, let to = target.images[key] else { return nil }
    let after = called(tag)
    let wanted = TagMapValue(after)?.reference(registry: to.registry, repository: to.repository)
    var row = Promotion.Row(
      key: key, sourceTag: tag, completed: source.ledger.completion(key, tag), before: to.tag,
      since: to.tag.flatMap { target.ledger.since(key, $0) }, after: after,
      digest: wanted.flatMap { target.digests[$0] }, objections: [])
    guard row.isChange else { return row }
    if row.completed == nil { row.objections.append(.neverCompleted) }
    if let wanted { row.objections += objections(to: wanted, from: from.reference) }
    if let before = row.before, goesBack(after, before, to.name) { row.objections.append(.goesBack) }
    return row
  }

  /// What the registries say.
  private func objections(to wanted: ImageReference, from image: ImageReference?) -> [Promotion.Objection] {
    guard target.isAsked(wanted) else { return [] }
    guard let there = target.digests[wanted] else { return [.notPushed] }
    guard let here = image.flatMap({ source.digests[$0] }), here != there else { return [] }
    return [.otherDigest(source: here, target: there)]
  }

  /// What speaks against a tag that the target's map has already, however it came there. Whether it was pushed is asked by
  /// every plan.
  func objections(to key: String) -> [Promotion.Objection] {
    guard let after = target.images[key]?.tag, let from = source.images[key] else { return [] }
    let known = [from.tag].compactMap { $0 } + source.ledger.completedTags(of: key)
    guard let tag = known.first(where: { called($0) == after }) else { return [.neverCompleted] }
    let objections: [Promotion.Objection] = source.ledger.completion(key, tag) == nil ? [.neverCompleted] : []
    guard tag == from.tag, let wanted = target.images[key]?.reference else { return objections }
    return objections + self.objections(to: wanted, from: from.reference).filter { $0 != .notPushed }
  }
}
