import FoundationEssentials
import JSONDocument
package import Providers
package import Resources

/// A password for the private registries that the caller may use.
package struct RegistryPassword: Sendable, Equatable {
  package var user: String
  /// A secret, which opens the registries for twelve hours.
  package var password: String
}

/// An image as a registry describes it: the manifest, whose bytes its digest is of.
package struct ImageManifest: Sendable, Equatable {
  package var digest: String
  package var text: String
  package var mediaType: String?
}

extension AWSProvider {
  /// One for all registries of ECR that the caller may use, whosever they are.
  package func registryPassword() async throws(ProviderError) -> RegistryPassword {
    let answer = try await calls.call(.ecr, "GetAuthorizationToken", [:])
    let token = answer["authorizationData"]?.arrayValue?.first?["authorizationToken"]?.stringValue
    let text = token.flatMap { Data(base64Encoded: $0) }.map { String(decoding: $0, as: UTF8.self) } ?? ""
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { throw .unexpected("GetAuthorizationToken", "the token is no name with a password") }
    return RegistryPassword(user: parts[0], password: parts[1])
  }

  /// Nil: nobody pushed it. A repository that is not there is an error of the kind `gone`.
  package func manifest(of image: ImageReference) async throws(ProviderError) -> ImageManifest? {
    guard let batch = ImageBatch.all([image], caller: identity.accountId).first else { return nil }
    return try await calls.manifest(in: batch)
  }

  /// Puts a manifest into the caller's registry, under the tag of `image` or under none. The parts that it lists must be there;
  /// a simulated registry has none.
  package func put(_ manifest: ImageManifest, as image: ImageReference) async throws(ProviderError) {
    var input: JSON = [
      "repositoryName": .string(image.repository), "imageManifest": .string(manifest.text),
      "imageDigest": .string(manifest.digest),
    ]
    if let type = manifest.mediaType { input["imageManifestMediaType"] = .string(type) }
    if let tag = image.tag { input["imageTag"] = .string(tag) }
    do throws(ProviderError) {
      _ = try await calls.call(.ecr, "PutImage", input)
    } catch {
      guard error.code == "ImageAlreadyExistsException" else { throw error }
    }
  }
}
