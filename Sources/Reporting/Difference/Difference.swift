package import Planning
package import Resources

/// Two documents that were compared outside of any environment, as `diff` shows them.
package struct Difference: Sendable {
  package enum State: Sendable, Equatable {
    case compared
    /// Only the second document, or only the first, is there.
    case added, removed
  }

  package var kind: ResourceKind
  package var name: String?
  /// What the two sides are called.
  package var titles: (before: String, after: String)
  package var state: State
  package var fields: [FieldChange]
  /// Fields that stand for whatever fits them.
  package var open: [FieldPath]

  package init(
    kind: ResourceKind, name: String?, titles: (before: String, after: String), state: State, fields: [FieldChange],
    open: [FieldPath] = []
  ) {
    self.kind = kind
    self.name = name
    self.titles = titles
    self.state = state
    self.fields = fields
    self.open = open
  }

  package var isEqual: Bool { state == .compared && fields.isEmpty }

  /// `task definition "api"`.
  var subject: String { kind.noun + (name.map { " \"\(Printable.line($0))\"" } ?? "") }
}

/// What a change of a field makes ECS do, in words.
enum EffectWords {
  static func text(_ effect: FieldFacts.Effect, _ kind: ResourceKind) -> String {
    switch effect {
    case .inPlace: "in place"
    case .newRevision: "new revision and rollout"
    case .newDeployment: "forces a new deployment"
    case .replaces: "replaces the \(kind.noun)"
    }
  }

  /// Behind each field, where a change has several effects; nothing where all have one.
  static func notes(_ fields: [FieldView], _ kind: ResourceKind) -> [FieldPath: String] {
    guard Set(fields.map(\.effect)).count > 1 else { return [:] }
    return Dictionary(fields.map { ($0.path, text($0.effect, kind)) }, uniquingKeysWith: { first, _ in first })
  }
}
