import JSONDocument
import Planning
import Resources

/// The main fields of a resource that is made, in a few words; the files hold the rest.
struct CreatedSummary {
  let change: Change
  let images: ImageText

  private var attributes: JSON { change.after ?? .null }

  /// `runs tracker-api (new revision), desired count 2, FARGATE`.
  var words: [String] {
    let name = isNamedOtherwise ? "named \"\(change.identity.name)\"" : nil
    return [name, lead].compactMap { $0 } + change.identity.kind.summary(of: attributes)
  }

  /// One line for each container of a task definition.
  var containers: [(name: String, image: String)] {
    guard change.address.kind == .taskDefinition else { return [] }
    return TaskDefinitionDocument(attributes).containers.map { ($0.name ?? "?", images.name($0.imageText ?? "?")) }
  }

  private var isNamedOtherwise: Bool {
    change.identity.name != change.address.name && change.address.kind != .taskDefinition
  }

  /// What only the plan knows.
  private var lead: String? {
    if change.address.kind == .taskDefinition { return "revision of \(change.identity.name)" }
    let revision = change.revision.map { $0.after ?? "the new revision" }
    guard change.address.kind == .service else { return nil }
    return (revision ?? ServiceDocument(attributes).taskDefinition?.text).map { "runs \($0)" }
  }
}
