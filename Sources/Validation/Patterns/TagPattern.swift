/// A regular expression that is tried on a text in bounded time, whatever the two are.
///
/// The library's own `Regex` tries one way after another; for `^(([a-z])+.)+[A-Z]([a-z])+$` and sixty letters there are more
/// ways than anybody can wait for, and a pull request can bring both. Here each part of the expression is asked where it can
/// end for all places where it can begin at once, so a place is never tried twice. What would take too many steps all the
/// same, as nested repetitions with large counts may, is given up on.
///
/// Known are characters, classes, groups, alternatives, repetitions, anchors, and looking ahead and behind. References back
/// to groups cannot be had in bounded time.
struct TagPattern: Sendable {
  enum Answer: Equatable, Sendable {
    case matches, differs
    /// It would have taken too many steps.
    case tooCostly
  }

  private let expression: PatternExpression

  /// Nil for what is no regular expression, and for one with parts that are not known here.
  init?(_ text: String) {
    var parser = PatternParser(text)
    guard let expression = parser.parse() else { return nil }
    self.expression = expression
  }

  /// Whether it matches all of a text.
  func answer(about text: String) -> Answer {
    var trial = PatternTrial(text)
    let isMatch = trial.matchesWhole(expression)
    return trial.isExhausted ? .tooCostly : isMatch ? .matches : .differs
  }
}

/// The parts of a regular expression.
indirect enum PatternExpression: Sendable {
  case character(CharacterSet)
  case sequence([PatternExpression])
  case alternatives([PatternExpression])
  case repetition(PatternExpression, least: Int, most: Int?)
  case start, end
  case wordBoundary(isWanted: Bool)
  case ahead(PatternExpression, isWanted: Bool)
  case behind(PatternExpression, isWanted: Bool)

  /// What one place of a text may hold.
  struct CharacterSet: Sendable {
    var ranges: [ClosedRange<UInt32>] = []
    var isNegated = false

    func contains(_ scalar: UInt32) -> Bool { ranges.contains { $0.contains(scalar) } != isNegated }
  }
}
