import Loading
import Planning
import Providers
import Resources

extension Reconciler {
  /// Digests of the images of the tag map, by key. Nil where the registry cannot be asked.
  package func imageDigests() async -> [String: String]? {
    let images = environment.images.values.compactMap { image in image.reference.map { (image.key, $0) } }
    guard let digests = try? await provider.digests(images.map(\.1)) else { return nil }
    return Dictionary(
      images.compactMap { key, image in digests[image].map { (key, $0) } }, uniquingKeysWith: { first, _ in first })
  }
}
