/// A place in the documents of resources that people declared, from the top on: `containers[web].environment[PIN]`.
package struct DeclaredPath: Sendable, Hashable {
  package enum Step: Sendable, Hashable {
    /// A member, or the element of that name, in any of its spellings.
    case named(Set<String>)
    /// `*`
    case any
  }

  package let steps: [Step]

  package init(_ steps: [Step]) {
    self.steps = steps
  }
}

/// How far a walk through a document has followed the declared paths.
struct DeclaredPlace {
  enum Verdict {
    /// All that is here is secret.
    case secret
    /// Nothing here is secret by its name.
    case plain
  }

  private struct Rest {
    var steps: ArraySlice<DeclaredPath.Step>
    var verdict: Verdict
  }

  private var rests: [Rest] = []
  private(set) var verdict: Verdict?

  /// Where nothing is declared.
  static let nowhere = DeclaredPlace()

  private init() {}

  /// The top of a document.
  init(secret: [DeclaredPath], plain: [DeclaredPath]) {
    rests =
      secret.map { Rest(steps: $0.steps[...], verdict: .secret) } + plain.map { Rest(steps: $0.steps[...], verdict: .plain) }
  }

  /// The place of a member or an element; what has no name is only met by `*`. What is said of a place holds for all inside of
  /// it, unless something else is said there.
  func inside(_ name: String?) -> DeclaredPlace {
    guard !rests.isEmpty else { return self }
    var place = DeclaredPlace()
    place.verdict = verdict
    for rest in rests where Self.isMet(rest.steps.first, by: name) {
      if rest.steps.count > 1 {
        place.rests.append(Rest(steps: rest.steps.dropFirst(), verdict: rest.verdict))
      } else if place.verdict != .plain || rest.verdict == .plain {
        place.verdict = rest.verdict
      }
    }
    return place
  }

  private static func isMet(_ step: DeclaredPath.Step?, by name: String?) -> Bool {
    switch step {
    case .any: true
    case .named(let names): name.map(names.contains) ?? false
    case nil: false
    }
  }
}
