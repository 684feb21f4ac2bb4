package import JSONDocument
package import Resources
import Secrets

/// Compares two documents of one kind under its normal form and explains each difference by its path.
package struct Differ: Sendable {
  package let kind: ResourceKind

  package init(_ kind: ResourceKind) {
    self.kind = kind
  }

  /// Every difference between what is and what is wanted; a field that one lacks stands for its default.
  ///
  /// Members that nobody knows count only where `after` mentions them, or `memory`, which is what was declared before.
  package func differencesOfWhole(_ before: JSON, _ after: JSON, memory: JSON? = nil) -> [FieldChange] {
    differencesOfWhole(before, after, mentions: kind.mentions(in: after, memory))
  }

  package func differencesOfWhole(_ before: JSON, _ after: JSON, mentions: Mentions) -> [FieldChange] {
    var walk = DifferenceWalk()
    walk.compare(
      kind.normalForm(of: before, mentions: mentions), kind.normalForm(of: after, mentions: mentions),
      .object(kind.facts(of: after, before)), at: ComparisonCursor(effect: defaultEffect))
    return walk.changes.sorted { $0.path < $1.path }
  }

  /// The differences in what `after` declares. Fields that it leaves out belong to somebody else.
  ///
  /// `memory` is what was declared before; it stands in for fields that AWS takes but does not return.
  package func differencesOfDeclared(_ before: JSON, _ after: JSON, memory: JSON?) -> [FieldChange] {
    let wanted = kind.canonicalDocument(after)
    let sent = memory == after ? wanted : memory.map(kind.canonicalDocument)
    var walk = DeclaredWalk(before: before, after: after)
    walk.compare(
      kind.canonicalDocument(before), wanted, memory: sent, kind.facts(of: after, before),
      NormalForm(kind.mentions(in: wanted, sent)),
      at: ComparisonCursor(effect: defaultEffect))
    return walk.changes.sorted { $0.path < $1.path }
  }

  /// The differences of the kind's own comparison.
  package func changes(from before: JSON, to after: JSON, memory: JSON? = nil) -> [FieldChange] {
    switch kind.comparison {
    case .whole: differencesOfWhole(before, after, memory: memory)
    case .declared: differencesOfDeclared(before, after, memory: memory)
    }
  }

  private var defaultEffect: FieldFacts.Effect {
    switch kind.comparison {
    case .whole: .newRevision
    case .declared: .inPlace
    }
  }
}

/// Where a comparison stands: the path so far, what changes there start, and the name secrets are judged by.
struct ComparisonCursor {
  var path = FieldPath()
  var effect: FieldFacts.Effect
  var name: String?
  /// What absence means here, for a plain value.
  var fallback: JSON?

  func member(_ field: FieldFacts) -> ComparisonCursor {
    var place = member(field.name)
    place.path = path.member(field.shownAs ?? field.name)
    place.effect = field.effect ?? effect
    switch field.shape {
    case .string, .integer, .number, .boolean: place.fallback = field.fallback
    case .object, .map, .list, .set, .document: break
    }
    return place
  }

  /// The `value` of an entry is judged by the entry's own name: `environment["DB_PASSWORD"].value`.
  func member(_ name: String) -> ComparisonCursor {
    let isValueOfEntry = if case .key? = path.steps.last { SecretFinder.isValueOfEntry(name) } else { false }
    return ComparisonCursor(path: path.member(name), effect: effect, name: isValueOfEntry ? self.name : name)
  }

  func key(_ key: String) -> ComparisonCursor { ComparisonCursor(path: path.key(key), effect: effect, name: key) }

  /// The one value of an entry, shown at the entry itself. A reference to a secret (`valueFrom`) is none.
  func entry(_ key: String, value: String) -> ComparisonCursor {
    ComparisonCursor(path: path.key(key), effect: effect, name: SecretFinder.isValueOfEntry(value) ? key : value)
  }
}
