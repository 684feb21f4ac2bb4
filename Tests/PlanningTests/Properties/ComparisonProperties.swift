import JSONDocument
import Planning
import Resources
import TestSupport
import Testing

/// What must hold for every document that the field facts allow. A failing seed says what it takes to fail.
/// `RECONCILE_PROPERTY_SEEDS=10000` tries so many.
@Suite("Properties of comparison")
struct ComparisonProperties {
  static let seeds = UInt64(Repetitions.count("RECONCILE_PROPERTY_SEEDS", usually: 300))
  static let kinds = ResourceKind.all.map(\.type)

  @Test("order, defaults, blanks and spellings are no difference", arguments: kinds)
  func noise(type: String) throws {
    let kind = try #require(ResourceKind.named(type))
    for seed in 1...Self.seeds {
      let dice = Dice(seed: seed)
      func pairs(_ document: JSON) -> [(before: JSON, after: JSON)] {
        let answered = Noise(dice, isAnswer: true, in: document).on(document, kind)
        let written = Noise(Dice(seed: seed &+ 1_000_000), isAnswer: false, in: document).on(document, kind)
        return [(answered, document), (document, written), (answered, written), (document, document)]
      }
      func fails(_ document: JSON) -> Bool {
        pairs(document).contains { before, after in
          !Differ(kind).changes(from: before, to: after).isEmpty
            || (kind.comparison == .whole && kind.contentFingerprint(of: before) != kind.contentFingerprint(of: after))
        }
      }
      let document = DocumentGenerator(dice: dice).document(kind)
      guard fails(document) else { continue }
      let example = smallest(document, where: fails)
      let pair = pairs(example).first { !Differ(kind).changes(from: $0, to: $1).isEmpty }
      Issue.record(
        """
        seed \(seed): \(kind.noun) differs from itself in \
        \(pair.map { Differ(kind).changes(from: $0, to: $1).map(\.path.description) } ?? [])
          before: \(pair?.before.text() ?? example.text())
          after:  \(pair?.after.text() ?? example.text())
        """)
      return
    }
  }

  @Test("a changed value is one change at its path", arguments: kinds)
  func leaves(type: String) throws {
    let kind = try #require(ResourceKind.named(type))
    for seed in 1...Self.seeds {
      let dice = Dice(seed: seed)
      let document = DocumentGenerator(dice: dice).document(kind)
      let leaves = Leaf.all(in: document, kind)
      guard !leaves.isEmpty else { continue }
      let leaf = leaves[dice.roll(leaves.count, kind.type, "leaf")]
      func changes(_ document: JSON) -> [FieldChange] {
        let before = Noise(dice, isAnswer: true, in: document).on(document, kind)
        return Differ(kind).changes(from: before, to: leaf.changed(in: document))
      }
      func fails(_ document: JSON) -> Bool {
        Leaf.all(in: document, kind).contains { $0.path == leaf.path && "\($0.way)" == "\(leaf.way)" }
          && changes(document).map(\.path) != [leaf.path]
      }
      guard fails(document) else { continue }
      let example = smallest(document, where: fails)
      Issue.record(
        """
        seed \(seed): a change of \(leaf.path) in a \(kind.noun) is shown as \(changes(example).map(\.path.description))
          before: \(example.text())
          after:  \(leaf.changed(in: example).text())
        """)
      return
    }
  }

  @Test("the normal form of a normal form is itself", arguments: kinds)
  func idempotence(type: String) throws {
    let kind = try #require(ResourceKind.named(type))
    for seed in 1...Self.seeds {
      let dice = Dice(seed: seed)
      func fails(_ document: JSON) -> Bool {
        let normal = kind.normalForm(of: Noise(dice, isAnswer: true, in: document).on(document, kind))
        return kind.normalForm(of: normal).text(.canonical) != normal.text(.canonical)
      }
      let document = DocumentGenerator(dice: dice).document(kind)
      if fails(document) {
        Issue.record("seed \(seed): \(smallest(document, where: fails).text())")
        return
      }
    }
  }

  @Test("what a file would say of an answer means the same as the answer, and says it once", arguments: kinds)
  func specs(type: String) throws {
    let kind = try #require(ResourceKind.named(type))
    for seed in 1...Self.seeds {
      let dice = Dice(seed: seed)
      func problems(_ document: JSON) -> [String] {
        let answer = Noise(dice, isAnswer: true, in: document).on(document, kind)
        let spec = kind.spec(of: answer)
        let lost =
          Differ(kind).differencesOfWhole(answer, spec, mentions: .nothing) + Differ(kind).changes(from: answer, to: spec)
        let again = kind.spec(of: spec).text(.canonical) == spec.text(.canonical) ? [] : ["the spec of the spec is another one"]
        return lost.map(\.path.description) + again
      }
      let document = DocumentGenerator(dice: dice).document(kind)
      guard !problems(document).isEmpty else { continue }
      let example = smallest(document) { !problems($0).isEmpty }
      Issue.record("seed \(seed): \(problems(example)) of \(example.text())\n  spec: \(kind.spec(of: example).text())")
      return
    }
  }

  @Test("the generator reaches every field that the facts know", arguments: kinds)
  func coverage(type: String) throws {
    let kind = try #require(ResourceKind.named(type))
    var missing = Set(kind.facts.fields.map(\.name))
    for seed in 1...Self.seeds {
      missing.subtract(DocumentGenerator(dice: Dice(seed: seed)).document(kind).objectValue?.keys ?? [])
    }
    #expect(missing.subtracting(["schedulingStrategy"]).isEmpty)
  }
}
