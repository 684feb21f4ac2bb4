import Resources

/// The images of one-off tasks whose digests say whether a task has run.
enum TaskImages {
  static func all(_ desired: DesiredState) -> Set<ImageReference> {
    let definitions = Dictionary(
      desired.resources.filter { $0.identity.kind == .taskDefinition }.map { ($0.address, $0.attributes) },
      uniquingKeysWith: { first, _ in first })
    let images = desired.resources.compactMap { resource -> ImageReference? in
      guard let task = desired.tasks[resource.address], task.occasion == .oncePerImage else { return nil }
      let definition = resource.taskDefinitionLink.flatMap { definitions[$0] }
      let work = TaskWork(of: resource, container: task.container, definition: definition)
      guard work.digest == nil, let image = ImageReference(work.image), !desired.isBootstrap(image) else { return nil }
      return image
    }
    return Set(images)
  }
}
