/// Reads the usual syntax of regular expressions, as far as it is tried in bounded time.
struct PatternParser {
  private typealias CharacterSet = PatternExpression.CharacterSet

  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var depth = 0
  private var ignoresCase = false
  /// More than anybody writes, and few enough for any stack.
  private static let deepest = 50

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  static let digit = PatternExpression.CharacterSet(ranges: [0x30...0x39])
  static let word = PatternExpression.CharacterSet(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
  private static let blank = PatternExpression.CharacterSet(ranges: [0x09...0x0D, 0x20...0x20])

  /// Nil when there is something in it that is not known.
  mutating func parse() -> PatternExpression? {
    if take("(?i)") { ignoresCase = true }
    guard let expression = alternatives(), position == scalars.count else { return nil }
    return expression
  }

  private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func take(_ text: String) -> Bool {
    let wanted = Array(text.unicodeScalars)
    guard scalars[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }

  private mutating func alternatives() -> PatternExpression? {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { return nil }
    var parts: [PatternExpression] = []
    repeat {
      guard let part = sequence() else { return nil }
      parts.append(part)
    } while take("|")
    return parts.count == 1 ? parts[0] : .alternatives(parts)
  }

  private mutating func sequence() -> PatternExpression? {
    var parts: [PatternExpression] = []
    while let next, next != "|", next != ")" {
      guard let part = repetition() else { return nil }
      parts.append(part)
    }
    return .sequence(parts)
  }

  // MARK: Repetitions

  private mutating func repetition() -> PatternExpression? {
    guard let part = single() else { return nil }
    guard let (least, most) = count() else { return part }
    _ = take("?")  // as few as possible: the same, where all of a text is matched
    if let next, "*+?{".unicodeScalars.contains(next) { return nil }
    if let most, most < least { return nil }
    return .repetition(part, least: least, most: most)
  }

  private mutating func count() -> (Int, Int?)? {
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    let start = position
    if take("{") {
      let least = number()
      let hasComma = take(",")
      let most = hasComma ? number() : least
      if take("}"), let least = least ?? (hasComma ? 0 : nil) { return (least, most) }
      position = start
    }
    return nil
  }

  private mutating func number() -> Int? {
    let start = position
    while let next, Self.digit.contains(next.value) { position += 1 }
    return Int(String(String.UnicodeScalarView(scalars[start..<position])))
  }

  // MARK: Single parts

  private mutating func single() -> PatternExpression? {
    if next == "(" { return group() }
    if next == "[" { return characterClass().map(PatternExpression.character) }
    if take("^") { return .start }
    if take("$") { return .end }
    if take(".") { return .character(CharacterSet(ranges: [0x0A...0x0D], isNegated: true)) }
    if take("\\") { return escape() }
    guard let next, !"*+?{".unicodeScalars.contains(next) else { return nil }
    position += 1
    return .character(set(of: next))
  }

  private mutating func group() -> PatternExpression? {
    guard take("(") else { return nil }
    let wrap: (PatternExpression) -> PatternExpression
    if take("?:") {
      wrap = { $0 }
    } else if take("?=") {
      wrap = { .ahead($0, isWanted: true) }
    } else if take("?!") {
      wrap = { .ahead($0, isWanted: false) }
    } else if take("?<=") {
      wrap = { .behind($0, isWanted: true) }
    } else if take("?<!") {
      wrap = { .behind($0, isWanted: false) }
    } else if take("?<") || take("?P<") {
      while let next, Self.word.contains(next.value) { position += 1 }
      guard take(">") else { return nil }
      wrap = { $0 }
    } else if next == "?" || next == "*" {
      return nil
    } else {
      wrap = { $0 }
    }
    guard let inner = alternatives(), take(")") else { return nil }
    return wrap(inner)
  }

  private mutating func escape() -> PatternExpression? {
    switch next {
    case "b":
      position += 1
      return .wordBoundary(isWanted: true)
    case "B":
      position += 1
      return .wordBoundary(isWanted: false)
    case "A":
      position += 1
      return .start
    case "z", "Z":
      position += 1
      return .end
    default: return escapedSet().map(PatternExpression.character)
    }
  }

  /// What follows a backslash, also inside of brackets. Letters and digits with a meaning of their own are not known.
  private mutating func escapedSet() -> PatternExpression.CharacterSet? {
    guard let next else { return nil }
    position += 1
    switch next {
    case "d": return Self.digit
    case "D": return CharacterSet(ranges: Self.digit.ranges, isNegated: true)
    case "w": return Self.word
    case "W": return CharacterSet(ranges: Self.word.ranges, isNegated: true)
    case "s": return Self.blank
    case "S": return CharacterSet(ranges: Self.blank.ranges, isNegated: true)
    case "t": return CharacterSet(ranges: [0x09...0x09])
    case "n": return CharacterSet(ranges: [0x0A...0x0A])
    case "r": return CharacterSet(ranges: [0x0D...0x0D])
    default: return Self.word.contains(next.value) && next != "_" ? nil : set(of: next)
    }
  }

  private func set(of scalar: Unicode.Scalar) -> PatternExpression.CharacterSet {
    withBothCases(CharacterSet(ranges: [scalar.value...scalar.value]))
  }

  // MARK: Brackets

  private mutating func characterClass() -> PatternExpression.CharacterSet? {
    guard take("[") else { return nil }
    var set = CharacterSet(isNegated: take("^"))
    var isFirst = true
    while let next, next != "]" || isFirst {
      isFirst = false
      // Classes in classes, and what is left of one without another.
      if next == "[" || take("&&") || take("--") || take("~~") { return nil }
      position += 1
      guard next != "\\" else {
        guard let escaped = escapedSet(), !escaped.isNegated else { return nil }
        set.ranges += escaped.ranges
        continue
      }
      guard let last = endOfRange(from: next) else { return nil }
      set.ranges.append(next.value...last)
    }
    guard take("]") else { return nil }
    return withBothCases(set)
  }

  /// The last of `a-z`; the scalar itself where no range begins.
  private mutating func endOfRange(from first: Unicode.Scalar) -> UInt32? {
    guard next == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else { return first.value }
    let last = scalars[position + 1]
    guard last != "\\", last != "[", first.value <= last.value else { return nil }
    position += 2
    return last.value
  }

  /// With `(?i)`, each letter stands for the small and the capital one.
  private func withBothCases(_ set: PatternExpression.CharacterSet) -> PatternExpression.CharacterSet {
    guard ignoresCase else { return set }
    let (small, capital): (ClosedRange<UInt32>, ClosedRange<UInt32>) = (0x61...0x7A, 0x41...0x5A)
    var both = set
    for range in set.ranges {
      if range.overlaps(small) {
        let letters = range.clamped(to: small)
        both.ranges.append(letters.lowerBound - 32...letters.upperBound - 32)
      }
      if range.overlaps(capital) {
        let letters = range.clamped(to: capital)
        both.ranges.append(letters.lowerBound + 32...letters.upperBound + 32)
      }
    }
    return both
  }
}
