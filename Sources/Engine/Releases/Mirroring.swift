import AWS
package import Loading
import Providers
package import Releasing
import Resources
import Shipping

/// The registries of two environments, opened for a mirror. No state is opened, and nothing is recorded.
package struct Mirroring: Sendable {
  package let routes: MirrorRoutes
  private let mirror: Mirror
  private let names: (source: String, target: String)

  /// Asks for passwords where a registry of ECR takes part. Throws `EngineError` or `ReleaseProblem`.
  package init(
    from source: LoadedEnvironment, to target: LoadedEnvironment, keys: Set<String>? = nil, stateDirectory: String? = nil
  ) async throws {
    routes = MirrorRoutes(from: source, to: target, keys: keys)
    names = (source.desired.environment.name, target.desired.environment.name)
    let sides = [
      Side(source, as: .source, images: routes.all.map(\.source), stateDirectory),
      Side(target, as: .target, images: routes.all.map(\.target), stateDirectory),
    ]
    mirror = Mirror(try await Self.registries(of: sides))
  }

  package func plan() async throws(MirrorProblem) -> MirrorPlan {
    try await mirror.plan(routes, from: names.source, to: names.target)
  }

  package func copies(_ plan: MirrorPlan, moving: Bool) -> [Mirror.Copy] { mirror.copies(plan, moving: moving) }

  package func command(_ copy: Mirror.Copy) -> String? { mirror.command(copy) }

  package func perform(_ copies: [Mirror.Copy], before: (Mirror.Copy) -> Void) async throws(MirrorProblem) {
    try await mirror.perform(copies, before: before)
  }

  private static func registries(of sides: [Side]) async throws -> any ImageRegistries {
    let simulated = sides.filter(\.isSimulated)
    if simulated.isEmpty {
      var logins: [MirrorSide: [RegistryLogin]] = [:]
      for side in sides { logins[side.name] = try await side.logins() }
      return Skopeo(logins: logins)
    }
    guard simulated.count == sides.count else { throw ReleaseProblem.halfSimulated(directory: simulated[0].directory) }
    return SimulatedRegistries(
      providers: Dictionary(uniqueKeysWithValues: try sides.map { ($0.name, try $0.provider()) }))
  }

  /// One end of the mirror.
  private struct Side {
    let name: MirrorSide
    let environment: LoadedEnvironment
    let images: [ImageReference]
    let stateDirectory: String?

    init(_ environment: LoadedEnvironment, as name: MirrorSide, images: [ImageReference], _ stateDirectory: String?) {
      (self.name, self.environment, self.images) = (name, environment, images)
      self.stateDirectory = stateDirectory
    }

    var directory: String { environment.desired.environment.directory }
    var isSimulated: Bool { environment.settings.provider.identity.name == .simulatedAWS }

    func provider() throws(EngineError) -> AWSProvider { try Reconciler.registry(of: environment, stateDirectory) }

    func logins() async throws(EngineError) -> [RegistryLogin] {
      try await Reconciler.logins(to: Set(images.compactMap(\.registry)), of: environment, stateDirectory)
    }
  }
}

extension Reconciler {
  /// The cloud of an environment, asked about its registry only.
  static func registry(of environment: LoadedEnvironment, _ stateDirectory: String?) throws(EngineError) -> AWSProvider {
    let provider = environment.settings.provider
    let clients = ClientFactory(
      provider, stateDirectory: stateDirectory ?? environment.settings.stateDirectory,
      simulation: try Simulation.current(for: provider.identity.name))
    return AWSProvider(client: try clients.cloud(), identity: provider.identity)
  }

  /// Passwords of those hosts that are registries of ECR. Nobody is asked when none is, and nobody of another account.
  static func logins(
    to hosts: Set<String>, of environment: LoadedEnvironment, _ stateDirectory: String?
  ) async throws(EngineError) -> [RegistryLogin] {
    let own = hosts.filter { ECRRegistry(host: $0) != nil }.sorted()
    guard !own.isEmpty else { return [] }
    let provider = try registry(of: environment, stateDirectory)
    try await provider.checkCaller()
    let password = try await mappingProviderErrors { () async throws(ProviderError) in try await provider.registryPassword() }
    return own.map { RegistryLogin(host: $0, user: password.user, password: password.password) }
  }
}

/// The registries of simulated clouds, which hold manifests and nothing else: a copy is a manifest that is put.
private struct SimulatedRegistries: ImageRegistries {
  let providers: [MirrorSide: AWSProvider]

  func digest(of image: ImageReference, in side: MirrorSide) async throws(RegistryProblem) -> String? {
    try await manifest(of: image, in: side)?.digest
  }

  func copy(_ image: ImageReference, to target: ImageReference) async throws(RegistryProblem) {
    guard let manifest = try await manifest(of: image, in: .source), let provider = providers[.target] else {
      throw .failed("the source does not have it any more")
    }
    do throws(ProviderError) {
      try await provider.put(manifest, as: target)
    } catch {
      throw RegistryProblem(error)
    }
  }

  func command(copying image: ImageReference, to target: ImageReference) -> String? { nil }

  private func manifest(of image: ImageReference, in side: MirrorSide) async throws(RegistryProblem) -> ImageManifest? {
    do throws(ProviderError) {
      return try await providers[side]?.manifest(of: image)
    } catch {
      throw RegistryProblem(error)
    }
  }
}

extension RegistryProblem {
  fileprivate init(_ error: ProviderError) {
    if error.kind == .gone {
      self = .noRepository
    } else if error.code == "ImageTagAlreadyExistsException" {
      self = .tagImmutable
    } else {
      self = .failed("\(error.operation): \(error.message)")
    }
  }
}
