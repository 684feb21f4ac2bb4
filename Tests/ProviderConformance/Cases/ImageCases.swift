import Providers
import Resources
import Testing

extension ConformanceCase {
  static let imageCases: [ConformanceCase] = [
    ConformanceCase(
      "images nobody pushed are missing, those of other registries are not", needs: [.imageExistence, .repositories]
    ) {
      provider, setting in
      let tokens = Tokens(setting)
      let repository = try setting.resource(.repository, "empty", "{}")
      _ = try await provider.create(repository, token: tokens(1))
      let registry = setting.provider.registry
      let nowhere = ImageReference(registry: registry, repository: setting.name("nowhere"), tag: "1")
      let unpushed = ImageReference(registry: registry, repository: repository.identity.name, tag: "1")
      let elsewhere = ImageReference(registry: "public.ecr.aws", repository: "nginx/nginx", tag: "1.27")
      #expect(try await provider.missingImages([nowhere, unpushed, elsewhere]) == [nowhere, unpushed])
      try await provider.delete(ResourceDeletion(identity: repository.identity, withData: true), token: tokens(2))
    }
  ]
}
