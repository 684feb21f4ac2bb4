/// The family and number of a task definition revision, as people name it: `api:42`.
package struct RevisionName: Equatable, Sendable {
  package var family: String
  package var number: Int

  /// Nil unless `reference` is `family:number`, or an ARN that ends with it.
  package init?(_ reference: String) {
    let parts = Self.short(reference).split(separator: ":")
    guard parts.count == 2, let number = Int(parts[1]) else { return nil }
    self.family = String(parts[0])
    self.number = number
  }

  /// `api:42` of `arn:aws:ecs:…:task-definition/api:42`; a name that is short already stays.
  package static func short(_ reference: String) -> String {
    reference.split(separator: "/").last.map(String.init) ?? reference
  }
}
