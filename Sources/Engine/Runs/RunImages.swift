import JSONDocument
import Loading
import Planning
import Recording
import Resources

extension RunDescription {
  /// The same, with the digest that each tag stands for where `plan` deploys it pinned, or the state says that it runs
  /// pinned: `sha-3f9c2d1@sha256:…`.
  func pinned(by plan: Plan, _ recorded: RecordedState, images: [String: EnvironmentImage]) -> RunDescription {
    let recordings = recorded.resources.filter { $0.identity.kind == .taskDefinition }.map(\.observed)
    var digests: [ImageReference: String] = [:]
    for image in (recordings + plan.steps.compactMap(\.taskDefinition)).flatMap({ TaskDefinitionDocument($0).images }) {
      digests[image.unpinned] = image.digest
    }
    var description = self
    for (key, tag) in imageTags {
      guard let reference = images[key]?.reference, let digest = digests[reference] else { continue }
      description.imageTags[key] = "\(tag)@\(digest)"
    }
    return description
  }
}

extension Step {
  /// What the step registers or takes into use.
  fileprivate var taskDefinition: JSON? {
    switch work {
    case .create, .adopt: work.identity.kind == .taskDefinition ? work.resource?.attributes : nil
    case .update, .delete, .awaitRollout, .forget, .run: nil
    }
  }
}

extension ImageReference {
  fileprivate var unpinned: ImageReference { ImageReference(registry: registry, repository: repository, tag: tag) }
}
