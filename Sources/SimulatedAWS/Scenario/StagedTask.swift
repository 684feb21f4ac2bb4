import Resources

/// How containers of some tasks fare. What is left out fits all; `*` stands for any text.
package struct StagedTask: Sendable, Equatable {
  /// Tasks of this service only; tasks that run by themselves belong to none.
  package var service: String?
  package var family: String?
  package var container: String?
  /// Repository of the image, without its registry.
  package var image: String?
  package var tag: String?
  package var fares: ContainerBehaviour
  /// Only so many tasks: of each deployment of a service, or of each family outside of services. Later ones are not meant.
  package var first: Int?
  /// What the container writes, if the driver `awslogs` takes it; nil: that it started, and how it ended.
  package var log: [String]?

  package init(
    _ fares: ContainerBehaviour, service: String? = nil, family: String? = nil, container: String? = nil,
    image: String? = nil, tag: String? = nil, first: Int? = nil, log: [String]? = nil
  ) {
    self.fares = fares
    self.service = service
    self.family = family
    self.container = container
    self.image = image
    self.tag = tag
    self.first = first
    self.log = log
  }
}

/// A container of some task, as rules of a scenario look at it.
struct StagedSubject {
  /// Nil for tasks that run by themselves.
  var service: String?
  var family: String
  var container: String
  /// As the task definition names it.
  var image: String
  /// The how manieth task it is, from one.
  var number: Int
}

extension [StagedTask] {
  /// The first rule for the container.
  func first(for subject: StagedSubject) -> StagedTask? { first { $0.fits(subject) } }
}

extension StagedTask {
  func fits(_ subject: StagedSubject) -> Bool {
    let (repository, label) = Self.parts(of: subject.image)
    return Self.fits(service, subject.service) && Self.fits(family, subject.family) && Self.fits(container, subject.container)
      && Self.fits(image, repository) && Self.fits(tag, label) && subject.number <= first ?? .max
  }

  private static func fits(_ pattern: String?, _ text: String?) -> Bool {
    guard let pattern else { return true }
    return text.map { Wildcard(text: pattern).matches($0) } ?? false
  }

  /// Repository and tag, or digest: `registry/team/api:1` is `team/api` and `1`.
  private static func parts(of reference: String) -> (repository: String, tag: String) {
    guard let image = ImageReference(reference) else { return (reference, "") }
    return (image.repository, image.tag ?? image.digest?.description ?? "latest")
  }
}
