/// Names in camel case as words: `enableECSManagedTags` is `enable ECS managed tags`. An abbreviation stays whole.
enum MemberWords {
  static func text(_ name: String) -> String {
    words(name).enumerated().map { position, word in
      position == 0 || isAbbreviation(word) ? word : word.lowercased()
    }.joined(separator: " ")
  }

  private static func words(_ name: String) -> [String] {
    var words: [String] = []
    let characters = Array(name)
    for (position, character) in characters.enumerated() {
      let follows = position > 0 && characters[position - 1].isUppercase
      let leads = position + 1 < characters.count && characters[position + 1].isLowercase
      if words.isEmpty || character.isUppercase && (!follows || leads) {
        words.append(String(character))
      } else {
        words[words.count - 1].append(character)
      }
    }
    return words
  }

  private static func isAbbreviation(_ word: String) -> Bool { word.count > 1 && word.allSatisfy(\.isUppercase) }
}
