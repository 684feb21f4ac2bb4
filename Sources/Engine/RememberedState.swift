import Resources

extension ObservedState {
  /// What was recorded, taken for what is: the view of a plan that may not ask the cloud.
  static func remembered(from recorded: RecordedState) -> ObservedState {
    var observed = ObservedState()
    for record in recorded.all where record.identity.kind != .oneOffTask {
      if record.identity.kind == .taskDefinition {
        guard let arn = record.arn, let number = RevisionReference(arn).number else { continue }
        observed.revisions[arn] = Revision(
          arn: arn, family: record.identity.name, number: number, isActive: true, content: record.observed)
      } else {
        observed.objects[record.identity] = .present(
          ObservedObject(identity: record.identity, attributes: record.observed, arn: record.arn))
      }
    }
    return observed
  }
}
