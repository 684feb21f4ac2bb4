package import JSONDocument

/// Fields named as a plan names them, each with all that is inside of it: `desiredCount`,
/// `containers["api"].environment["RELEASE"]`, `containers[*].environment[*]`.
package struct FieldPattern: Sendable, Hashable {
  package enum Step: Sendable, Hashable {
    case member(String)
    case key(String)
    /// `*`: whatever stands here.
    case any
  }

  package let steps: [Step]

  /// Keys may stand in double quotes, single quotes or none. Nil when the text is no path.
  package init?(_ text: String) {
    var steps: [Step] = []
    var rest = text[...]
    while let first = rest.first {
      if first == "[" {
        guard !steps.isEmpty, let (key, after) = Self.key(rest.dropFirst()) else { return nil }
        steps.append(key)
        rest = after
      } else {
        if !steps.isEmpty {
          guard first == "." else { return nil }
          rest = rest.dropFirst()
        }
        let name = rest.prefix { $0 != "." && $0 != "[" }
        guard !name.isEmpty else { return nil }
        steps.append(name == "*" ? .any : .member(String(name)))
        rest = rest[name.endIndex...]
      }
    }
    guard !steps.isEmpty else { return nil }
    self.steps = steps
  }

  /// What stands in brackets, and what follows them.
  private static func key(_ text: Substring) -> (step: Step, rest: Substring)? {
    if let quote = text.first, quote == "\"" || quote == "'" {
      let inside = text.dropFirst().prefix { $0 != quote }
      let rest = text.dropFirst(inside.count + 2)
      guard rest.first == "]" else { return nil }
      return (.key(String(inside)), rest.dropFirst())
    }
    let inside = text.prefix { $0 != "]" }
    guard inside.endIndex < text.endIndex, !inside.isEmpty else { return nil }
    return (inside == "*" ? .any : .key(String(inside)), text[inside.endIndex...].dropFirst())
  }

  /// True for the fields that the pattern names and for all that is inside of them.
  package func covers(_ path: FieldPath) -> Bool {
    guard path.steps.count >= steps.count else { return false }
    return zip(steps, path.steps).allSatisfy { step, found in
      switch (step, found) {
      case (.any, _): true
      case (.member(let name), .member(let other)), (.key(let name), .member(let other)): Self.shown(name) == other
      case (.member(let name), .key(let other)), (.key(let name), .key(let other)): name == other
      }
    }
  }

  /// True when one of the two is inside the other.
  package func touches(_ path: FieldPath) -> Bool {
    let count = min(steps.count, path.steps.count)
    guard count > 0 else { return false }
    return FieldPattern(Array(steps[..<count])).covers(FieldPath(Array(path.steps[..<count])))
  }

  private init(_ steps: [Step]) {
    self.steps = steps
  }

  /// How a member is called in paths and in the API.
  package static func spellings(of name: String) -> Set<String> {
    let shown = Self.shown(name)
    return Set([name, shown] + shownNames.filter { $0.value == shown }.map(\.key))
  }

  /// A plan says `containers` where the API says `containerDefinitions`; both are understood.
  private static func shown(_ name: String) -> String { shownNames[name] ?? name }

  private static let shownNames: [String: String] = Dictionary(
    ResourceKind.all.flatMap { kind in
      kind.facts.fields.compactMap { field in field.shownAs.map { (field.name, $0) } }
    }, uniquingKeysWith: { first, _ in first })
}

extension ResourceKind {
  /// `wanted` with the values of `live` at the fields of the pattern, so that they are no difference and no update moves
  /// them. Where only what is declared is compared, such a member is simply no longer declared.
  package func substituting(_ pattern: FieldPattern, from live: JSON, into wanted: JSON, onlyDeclared: Bool) -> JSON {
    FieldSubstitution(onlyDeclared: onlyDeclared).object(wanted, live, pattern.steps[...], facts(of: wanted, live))
  }
}

/// Goes down two documents along a pattern.
private struct FieldSubstitution {
  let onlyDeclared: Bool

  func object(_ wanted: JSON, _ live: JSON, _ steps: ArraySlice<FieldPattern.Step>, _ facts: ObjectFacts?) -> JSON {
    guard let step = steps.first, let members = wanted.objectValue else { return wanted }
    let names: [String] =
      switch step {
      case .member(let name), .key(let name): [facts?.fields.first { $0.shownAs == name }?.name ?? name]
      case .any: Set(members.keys + (live.objectValue?.keys ?? [])).sorted()
      }
    var result = wanted
    for name in names {
      let mine = wanted[name].flatMap { $0.isNull ? nil : $0 }
      if onlyDeclared, facts != nil, mine == nil { continue }
      if steps.count == 1 {
        result[name] = onlyDeclared && facts != nil ? Optional.none : live[name]
      } else if let mine, let theirs = live[name] {
        result[name] = value(mine, theirs, steps.dropFirst(), facts?[name]?.shape)
      }
    }
    return result
  }

  private func value(
    _ wanted: JSON, _ live: JSON, _ steps: ArraySlice<FieldPattern.Step>, _ shape: FieldFacts.Shape?
  ) -> JSON {
    switch shape {
    case .object(let facts): object(wanted, live, steps, facts)
    case .set(let element, let key): elements(wanted, live, steps, element, key)
    case .map, .document, nil: object(wanted, live, steps, nil)
    case .list, .string, .integer, .number, .boolean: wanted
    }
  }

  /// Elements are found by their keys.
  private func elements(
    _ wanted: JSON, _ live: JSON, _ steps: ArraySlice<FieldPattern.Step>, _ element: FieldFacts.Shape, _ key: [String]
  ) -> JSON {
    guard let step = steps.first, let mine = wanted.arrayValue, let theirs = live.arrayValue else { return wanted }
    func isMeant(_ json: JSON) -> Bool {
      switch step {
      case .any: true
      case .member(let name), .key(let name): NormalForm.keyText(of: json, element, key) == name
      }
    }
    if steps.count == 1 { return .array(mine.filter { !isMeant($0) } + theirs.filter(isMeant)) }
    let byKey = Dictionary(
      theirs.map { (NormalForm.keyText(of: $0, element, key), $0) }, uniquingKeysWith: { first, _ in first })
    return .array(
      mine.map { json in
        guard isMeant(json), let live = byKey[NormalForm.keyText(of: json, element, key)] else { return json }
        return value(json, live, steps.dropFirst(), element)
      })
  }
}
