/// `family:revision`.
struct RevisionKey: Hashable, Sendable {
  var family: String
  var number: Int

  init(family: String, number: Int) {
    self.family = family
    self.number = number
  }

  /// Reads `family:7` and ARNs that end in it.
  init?(_ reference: String) {
    let parts = Reference.last(reference).split(separator: ":")
    guard parts.count == 2, let number = Int(parts[1]), number > 0 else { return nil }
    self.init(family: String(parts[0]), number: number)
  }

  /// Ordered by family and then by number: the blank comes before all characters of a name.
  var text: String {
    let digits = String(number)
    return "\(family) \(String(repeating: "0", count: max(0, 9 - digits.utf8.count)))\(digits)"
  }

  init(text: String) {
    let parts = text.split(separator: " ")
    self.init(family: String(parts.first ?? ""), number: parts.last.flatMap { Int($0) } ?? 0)
  }

  func arn(_ scope: Scope) -> String { scope.arn("ecs", "task-definition/\(family):\(number)") }
}
