/// Fields that have a meaning for more than their own comparison, as plans name them.
extension FieldPath {
  /// The revision that a service runs.
  package static let revision = FieldPath.member(ServiceDocument.revisionMember)
  /// How many tasks of a service are wanted.
  package static let desiredCount = FieldPath.member(ServiceDocument.countMember)

  /// The image of a container.
  package var isImage: Bool { steps.last == .member(ContainerDocument.imageMember) }

  /// The key nearest to the beginning: the container of `containers["api"].image`.
  package var firstKey: String? {
    for case .key(let key) in steps { return key }
    return nil
  }
}
