import AWS
import JSONDocument
import Resources

/// What a task finds when it pulls an image.
enum PulledImage: Equatable, Sendable {
  /// Nobody pushed it.
  case missing
  /// It is there, or its registry is not one of ECR and is taken to have it; then it has no digest here.
  case found(digest: String?, ContainerBehaviour)

  var digest: String? {
    if case .found(let digest, _) = self { digest } else { nil }
  }

  var behaviour: ContainerBehaviour {
    if case .found(_, let behaviour) = self { behaviour } else { .runs }
  }
}

/// Looks images up in the registries of all accounts and regions of the cloud. One that nobody filled is empty.
struct Registries {
  let call: Call

  func image(_ reference: String) throws(AWSError) -> PulledImage {
    guard let host = reference.split(separator: "/", maxSplits: 1).first, let scope = Scope(registry: host) else {
      return .found(digest: nil, .runs)
    }
    let documents = call.elsewhere(scope).documents
    guard let image = ImageReference(reference), let digest = try digest(of: image, documents),
      let stored = try documents.document(.images, "\(image.repository) \(digest)")
    else { return .missing }
    return .found(digest: digest, stored.string("behaviour").flatMap { ContainerBehaviour($0) } ?? .runs)
  }

  /// Of a reference with tag and digest the digest counts.
  private func digest(of image: ImageReference, _ documents: Documents) throws(AWSError) -> String? {
    if let digest = image.digest { return digest }
    return try documents.text(.imageTags, "\(image.repository) \(image.tag ?? "latest")")
  }
}
