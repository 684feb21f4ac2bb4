/// Text with places marked in it: `"image": 1️⃣"Team/Web"`. The markers are not part of the text.
package struct MarkedText: Sendable {
  package let text: String
  /// Line and column, both from one, of what follows each marker.
  package let places: [Character: Place]

  package struct Place: Sendable, Hashable {
    package var line: Int
    package var column: Int

    package init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }
  }

  package static let markers: Set<Character> = ["1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣", "6️⃣", "7️⃣", "8️⃣", "9️⃣"]

  package init(_ marked: String) {
    var text = ""
    var places: [Character: Place] = [:]
    var place = Place(line: 1, column: 1)
    for character in marked {
      if Self.markers.contains(character) {
        places[character] = place
        continue
      }
      text.append(character)
      if character.isNewline { place = Place(line: place.line + 1, column: 1) } else { place.column += 1 }
    }
    self.text = text
    self.places = places
  }
}
