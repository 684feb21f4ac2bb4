/// One text on which an expression is tried: where each part ends, for all places where it may begin.
struct PatternTrial {
  private let text: [UInt32]
  private var stepsLeft = 500_000

  private typealias Places = Set<Int>

  init(_ text: String) {
    self.text = text.unicodeScalars.map(\.value)
  }

  /// The answers since then mean nothing.
  var isExhausted: Bool { stepsLeft <= 0 }

  mutating func matchesWhole(_ expression: PatternExpression) -> Bool {
    ends(of: expression, from: [0]).contains(text.count)
  }

  private mutating func ends(of expression: PatternExpression, from places: Places) -> Places {
    stepsLeft -= 1 + places.count
    guard !places.isEmpty, !isExhausted else { return [] }
    switch expression {
    case .character(let set):
      return Places(places.compactMap { $0 < text.count && set.contains(text[$0]) ? $0 + 1 : nil })
    case .sequence(let parts):
      var reached = places
      for part in parts where !reached.isEmpty { reached = ends(of: part, from: reached) }
      return reached
    case .alternatives(let parts):
      var reached: Places = []
      for part in parts { reached.formUnion(ends(of: part, from: places)) }
      return reached
    case .repetition(let part, let least, let most): return ends(ofRepeated: part, least, most, from: places)
    case .start: return places.intersection([0])
    case .end: return places.intersection([text.count])
    case .wordBoundary(let isWanted): return places.filter { isWordBoundary($0) == isWanted }
    case .ahead(let part, let isWanted):
      return places.filter { ends(of: part, from: [$0]).isEmpty != isWanted }
    case .behind(let part, let isWanted):
      return places.filter { place in
        (0...place).contains { ends(of: part, from: [$0]).contains(place) } == isWanted
      }
    }
  }

  /// Once another round changes nothing, no further one does.
  private mutating func ends(
    ofRepeated part: PatternExpression, _ least: Int, _ most: Int?, from places: Places
  ) -> Places {
    var reached = places
    for _ in 0..<least {
      let next = ends(of: part, from: reached)
      if next == reached || isExhausted { break }
      reached = next
    }
    var news = reached
    var rounds = least
    while !news.isEmpty, rounds < most ?? .max, !isExhausted {
      news = ends(of: part, from: news).subtracting(reached)
      reached.formUnion(news)
      rounds += 1
    }
    return reached
  }

  private func isWordBoundary(_ place: Int) -> Bool {
    func isWord(_ index: Int) -> Bool { text.indices.contains(index) && PatternParser.word.contains(text[index]) }
    return isWord(place - 1) != isWord(place)
  }
}
