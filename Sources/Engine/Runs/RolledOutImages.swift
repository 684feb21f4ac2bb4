import Applying
import JSONDocument
import Loading
import Planning
import Providers
import Recording
import Resources

extension Reconciler {
  /// The images that the rollouts of a run brought, or took back: of each service whose rollout ended with a revision that
  /// runs.
  func rolledOutImages(_ report: ApplyReport) async -> [RolledOutImage] {
    let changes = Dictionary(report.plan.changes.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
    let keys = Dictionary(environment.images.values.map { ($0.name, $0.key) }, uniquingKeysWith: { min($0, $1) })
    var images: [RolledOutImage] = []
    for step in report.plan.steps {
      guard case .rollout(let verdict)? = report.outcomes[step.id], let now = verdict.runningRevision,
        let old = step.revisionBefore(verdict, changes[step.address]), now != old
      else { continue }
      switch verdict.outcome {
      case .completed, .rolledBack, .superseded: break
      case .failed, .rollbackFailed, .timedOut, .interrupted, .nothingToDo: continue
      }
      images += await moved(from: old, to: now, at: step.address, keys: keys)
    }
    return images
  }

  /// `keys`: of the tag map, by the name of each image.
  private func moved(
    from old: String, to now: String, at service: Address, keys: [String: String]
  ) async -> [RolledOutImage] {
    guard let after = await store.content(ofRevision: now) else { return [] }
    let before = old.isEmpty ? nil : await store.content(ofRevision: old)
    let versions = Dictionary(
      before.map { TaskDefinitionDocument($0).containers.compactMap(\.named) } ?? [], uniquingKeysWith: { first, _ in first })
    return TaskDefinitionDocument(after).containers.compactMap(\.named).compactMap { name, image -> RolledOutImage? in
      let earlier = versions[name].flatMap { $0.name == image.name ? $0.tagAndDigest : nil }
      let now = image.tagAndDigest
      guard !now.isEmpty, earlier != now else { return nil }
      return RolledOutImage(
        service: service.description, container: name, repository: image.name, key: keys[image.name], before: earlier, after: now)
    }
  }
}

extension ContainerDocument {
  /// Its name and its image; nil where one of them is missing.
  fileprivate var named: (String, ImageReference)? {
    guard let name, let image else { return nil }
    return (name, image)
  }
}

extension Step {
  /// What ran before the rollout, or what it brought when it was taken back; empty for a new service, nil where nothing moved.
  fileprivate func revisionBefore(_ verdict: RolloutVerdict, _ change: Change?) -> String? {
    if let resumed {
      return verdict.outcome == .rolledBack ? resumed.revision : resumed.completedBefore
    }
    guard let change, verdict.outcome != .rolledBack else { return nil }
    return change.before.flatMap { ServiceDocument($0).taskDefinition?.text } ?? ""
  }
}
