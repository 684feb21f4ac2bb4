import AWS
import Diagnostics
import JSONDocument
package import Loading
import Platform
import Providers
import Recording
package import Releasing
import Resources
package import Shipping
import SimulatedAWS

/// One build of the images of an environment: what is to be done, and doing it. No state is opened, and nothing is recorded.
package struct Building: Sendable {
  package let plan: BuildPlan
  private let environment: LoadedEnvironment
  private let stateDirectory: String?
  /// Where docker runs.
  private let root: String

  /// `names`: of images or targets; none: all that are declared. Throws `ReleaseProblem`.
  package init(
    _ environment: LoadedEnvironment, names: [String], tag: String, in root: String, stateDirectory: String? = nil
  ) throws(ReleaseProblem) {
    plan = try BuildPlan(environment, names: names, tag: tag)
    (self.environment, self.root, self.stateDirectory) = (environment, root, stateDirectory)
    let bakeFile = Paths.joined(root, plan.bakeFile)
    guard isSimulated || FileSystem.kind(bakeFile) == .file else {
      throw .build(
        .bakeFileMissing(path: plan.bakeFile, root: root, directory: environment.desired.environment.directory))
    }
  }

  /// In the simulated cloud nothing is built: an image is put under its tag, as `simulate push` does.
  package var isSimulated: Bool { environment.settings.provider.identity.name == .simulatedAWS }

  /// What is run, as a person would type it.
  package func commands(pushing: Bool, in folder: PrivateFolder) -> [String] {
    let hosts = pushing ? plan.registries.filter { ECRRegistry(host: $0) != nil }.sorted() : []
    return Docker(root: root, in: folder).commands(plan, logins: hosts, pushing: pushing)
  }

  /// Builds, pushes where that was asked for, and compares what docker says it has pushed with what the registries have. The
  /// digests of what was pushed, by image key. Throws `EngineError`, `ReleaseProblem` or `ShippingProblem`.
  package func perform(
    pushing: Bool, in folder: PrivateFolder, onLine: @escaping @Sendable (String) -> Void
  ) async throws -> [String: String] {
    if isSimulated { return pushing ? try await put() : [:] }
    let logins = pushing ? try await Reconciler.logins(to: plan.registries, of: environment, stateDirectory) : []
    let metadata = try await Docker(root: root, in: folder).build(plan, logins: logins, pushing: pushing, onLine: onLine)
    guard pushing else { return [:] }
    let pushed = try PushedBuild(metadata, of: plan, path: "the metadata file of docker").digests
    try await compare(pushed, logins, onLine)
    return pushed
  }

  // MARK: Comparing

  /// Registries of ECR are asked through the API. Others are asked by `skopeo`; where there is none, it is said that nobody was.
  private func compare(
    _ pushed: [String: String], _ logins: [RegistryLogin], _ onLine: @Sendable (String) -> Void
  ) async throws {
    let identity = environment.settings.provider.identity
    let own = plan.rows.map(\.image).filter { $0.isOwn(of: identity) }
    var there: [ImageReference: String] = [:]
    if !own.isEmpty {
      let provider = try Reconciler.registry(of: environment, stateDirectory)
      there = try await mappingProviderErrors { () async throws(ProviderError) in try await provider.digests(own) }
    }
    let skopeo = Skopeo(logins: [.target: logins])
    for row in plan.rows {
      if !row.image.isOwn(of: identity) {
        do throws(RegistryProblem) {
          there[row.image] = try await skopeo.digest(of: row.image, in: .target)
        } catch {
          guard case .programMissing = error else { throw MirrorProblem(error, about: row.image) }
          onLine("\(row.image) was not compared with its registry: skopeo is not on the PATH")
          continue
        }
      }
      guard there[row.image] == pushed[row.key] else {
        throw ReleaseProblem.build(
          .pushDiffers(image: row.image, built: pushed[row.key] ?? "", there: there[row.image]))
      }
    }
  }

  // MARK: The simulated cloud

  private func put() async throws -> [String: String] {
    var digests: [String: String] = [:]
    let identity = environment.settings.provider.identity
    let cloud = try SimulatedCloud(
      path: StateFileNames.simulatedCloud(in: stateDirectory ?? environment.settings.stateDirectory),
      account: identity.accountId, region: identity.region)
    for row in plan.rows where row.image.isOwn(of: identity) {
      do throws(AWSError) {
        digests[row.key] = try await cloud.push(repository: row.image.repository, tag: plan.tag, content: row.key)
      } catch {
        throw ReleaseProblem.build(.pushRefused(image: row.image, reason: error.message))
      }
    }
    return digests
  }
}
