import AWS
import ArgumentParser
import Diagnostics
import Loading
import Reporting
import Resources
import SimulatedAWS

struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "Work with the simulated cloud: push images, start anew.",
    discussion: "EXAMPLE: reconcile simulate push envs/staging api=sha-3f9c2d1",
    subcommands: [Push.self, Reset.self])

  struct Push: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Put images into the simulated registry, as a build would.",
      discussion: "EXAMPLE: reconcile simulate push envs/staging api=sha-3f9c2d1 worker=sha-3f9c2d1")

    @OptionGroup var place: EnvironmentOptions
    @Argument(help: ArgumentHelp("Key of the tag map and tag.", valueName: "key=tag"))
    var images: [String]
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard !images.isEmpty else { throw ValidationError("Name at least one image: key=tag.") }
      if let wrong = images.first(where: { pair($0) == nil }) {
        throw ValidationError("\"\(wrong)\" is not of the form key=tag.")
      }
    }

    func run() async throws {
      try await Session.run(output, state: place.state, directory: place.directory) { session in
        let environment = try session.load(place.directory)
        try SimulatedPlace.check(environment, place.directory)
        let wanted = try images.compactMap(pair).map { (image: try image($0.key, environment), tag: $0.tag) }
        let identity = environment.settings.provider.identity
        let cloud = try SimulatedCloud(
          path: SimulatedPlace.file(session, environment), account: identity.accountId,
          region: identity.region)
        for (image, tag) in wanted {
          let digest = try await push(image, tag, to: cloud)
          session.answer("pushed \(image.repository):\(tag)  \(digest)\n")
        }
        return .done
      }
    }

    private func push(_ image: EnvironmentImage, _ tag: String, to cloud: SimulatedCloud) async throws -> String {
      do {
        return try await cloud.push(repository: image.repository, tag: tag, content: image.key)
      } catch {
        throw Failure(
          "push-refused", subject: "\(image.repository):\(tag)", "the registry refused the image: \(error.message)",
          next: error.code == "RepositoryNotFoundException"
            ? "make the repository first: reconcile apply \(place.directory)" : nil)
      }
    }

    private func pair(_ text: String) -> (key: String, tag: String)? {
      let parts = text.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, ImageReference.isTag(parts[1]) else { return nil }
      return (String(parts[0]), String(parts[1]))
    }

    private func image(_ key: String, _ environment: LoadedEnvironment) throws -> EnvironmentImage {
      guard let image = environment.images[key] else {
        let nearest = Nearest.name(to: key, among: environment.images.keys.sorted())
        throw Failure(
          "image-key-unknown", subject: key, "no image of this name in \(place.directory)",
          details: [
            nearest.map { "The nearest one is \"\($0)\"." }
              ?? "It has: \(environment.images.keys.sorted().joined(separator: ", "))."
          ])
      }
      let registry = environment.settings.provider.identity.registry
      guard image.registry == registry else {
        throw Failure(
          "image-elsewhere", subject: key,
          "this image lies in \(image.registry), not in the account's registry",
          details: ["Images of other registries are taken to exist."])
      }
      return image
    }
  }

  struct Reset: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Forget the simulated cloud with all that runs in it. The recorded states stay.",
      discussion: "EXAMPLE: reconcile simulate reset envs/staging")

    @OptionGroup var place: EnvironmentOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await Session.run(output, state: place.state, directory: place.directory) { session in
        let environment = try session.load(place.directory)
        try SimulatedPlace.check(environment, place.directory)
        let path = SimulatedPlace.file(session, environment)
        let wasThere = try Files.remove(path)
        for suffix in ["-wal", "-shm", "-journal"] { _ = try Files.remove(path + suffix) }
        session.answer(
          wasThere
            ? "The simulated cloud is empty: \(path) is removed.\n" : "The simulated cloud was empty.\n")
        return .done
      }
    }
  }
}

/// Where the simulated cloud of an environment lies, and that it has one.
enum SimulatedPlace {
  static func check(_ environment: LoadedEnvironment, _ directory: String) throws {
    let name = environment.settings.provider.identity.name
    guard name == "simulated-aws" else {
      throw Failure(
        "not-simulated", subject: directory, "its provider is \"\(name)\", not the simulated cloud",
        details: ["Nothing was changed."])
    }
  }

  static func file(_ session: Session, _ environment: LoadedEnvironment) -> String {
    session.stateDirectory(of: environment) + "/simulated-aws.sqlite"
  }
}
