import APIModel

/// How long a text may be, and of what it may consist.
struct TextRule: Sendable {
  var length = 0...Int.max
  var pattern: ModelPattern?
}
