/// Names in which `*` stands for any letters: `worker-*`.
package enum NamePattern {
  package static func isPattern(_ text: String) -> Bool { text.contains("*") }

  /// Takes time in the product of both lengths at most: the last star alone is tried anew.
  package static func fits(_ pattern: String, _ text: String) -> Bool {
    let (pattern, text) = (Array(pattern.unicodeScalars), Array(text.unicodeScalars))
    var (place, position) = (0, 0)
    var star: (place: Int, position: Int)?
    while position < text.count {
      if place < pattern.count, pattern[place] == "*" {
        star = (place, position)
        place += 1
      } else if place < pattern.count, pattern[place] == text[position] {
        place += 1
        position += 1
      } else if let last = star {
        star = (last.place, last.position + 1)
        (place, position) = (last.place + 1, last.position + 1)
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == "*" }
  }
}

/// Addresses that a file names, one by one or with `*`: `aws_ecs_service.api`, `aws_ecr_repository.*`.
package struct AddressPattern: Sendable, Hashable {
  package let text: String

  package init(_ text: String) {
    self.text = text
  }

  package func fits(_ address: Address) -> Bool { NamePattern.fits(text, address.description) }
}
