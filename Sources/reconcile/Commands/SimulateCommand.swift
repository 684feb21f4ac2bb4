import AWS
import ArgumentParser
import Diagnostics
import JSONDocument
import Loading
import Platform
import Recording
import Reporting
import Resources
import SimulatedAWS

struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Work with the simulated cloud: serve it, push images, stage tasks, scale services, take things away, start anew.",
    discussion: """
      EXAMPLE: reconcile simulate push envs/staging api=sha-3f9c2d1

      To serve it to other programs: reconcile simulate -listen 127.0.0.1:4566 -cloud cloud.sqlite
      """,
    subcommands: [Serve.self, Push.self, StageTask.self, Scale.self, Bucket.self, Remove.self, Reset.self],
    defaultSubcommand: Serve.self)

  struct Push: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "push",
      abstract: "Put images into the simulated registry, as a build would.",
      discussion: """
        EXAMPLE: reconcile simulate push envs/staging api=sha-3f9c2d1 worker=sha-3f9c2d1,exit:1

        A behaviour after the tag stages how containers of the image fare: \(ContainerBehaviour.forms.joined(separator: ", ")).
        Reasons are \(StartFailure.names).
        """)

    @OptionGroup var environmentOptions: EnvironmentOptions
    @OptionGroup var cloud: ServedCloudOptions
    @Argument(help: ArgumentHelp("Key of the tag map, tag, and how the image behaves.", valueName: "key=tag[,behaviour]"))
    var images: [String]
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard !images.isEmpty else { throw ValidationError("Name at least one image: key=tag.") }
      for text in images { _ = try PushedImage(text) }
    }

    func run() async throws {
      try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
        let environment = try session.loadImages(environmentOptions.directory)
        let wanted = try images.map { text in
          let pushed = try PushedImage(text)
          return (image: try image(pushed.key, environment), pushed: pushed)
        }
        let simulated = try cloud.open(session, environment, environmentOptions.directory)
        for (image, pushed) in wanted {
          let digest = try await push(
            image, pushed, to: registry(of: image, in: simulated, own: environment.settings.provider.identity))
          let note = pushed.behaviour == .runs ? "" : "  (\(pushed.behaviour.text))"
          session.print("pushed \(image.repository):\(pushed.tag)  \(digest)\(note)\n")
        }
        return .done
      }
    }

    /// The account and region whose registry it is. What others own the environment cannot make, so it is made here.
    private func registry(of image: EnvironmentImage, in cloud: SimulatedCloud, own: ProviderIdentity)
      async throws -> SimulatedCloud
    {
      guard image.registry != own.registry, let registry = ECRRegistry(host: image.registry) else { return cloud }
      let place = try cloud.neighbour(account: registry.account, region: registry.region)
      do throws(AWSError) {
        _ = try await place.call(AWSRequest(.ecr, "CreateRepository", ["repositoryName": .string(image.repository)]))
      } catch {
        guard error.code == "RepositoryAlreadyExistsException" else { throw error }
      }
      return place
    }

    private func push(_ image: EnvironmentImage, _ pushed: PushedImage, to cloud: SimulatedCloud) async throws -> String {
      do {
        return try await cloud.push(
          repository: image.repository, tag: pushed.tag, content: image.key, behaviour: pushed.behaviour)
      } catch {
        throw Failure(
          "push-refused", subject: "\(image.repository):\(pushed.tag)", "the registry refused the image: \(error.message)",
          next: error.code == "RepositoryNotFoundException"
            ? "make the repository first: reconcile apply \(environmentOptions.directory)" : nil)
      }
    }

    private func image(_ key: String, _ environment: LoadedEnvironment) throws -> EnvironmentImage {
      guard let image = environment.images[key] else {
        let nearest = Nearest.name(to: key, among: environment.images.keys.sorted())
        throw Failure(
          "image-key-unknown", subject: key, "no image of this name in \(environmentOptions.directory)",
          details: [
            nearest.map { "The nearest one is \"\($0)\"." }
              ?? "It has: \(environment.images.keys.sorted().joined(separator: ", "))."
          ])
      }
      guard ECRRegistry(host: image.registry) != nil else {
        throw Failure(
          "image-elsewhere", subject: key, "this image lies in \(image.registry), which is no registry of ECR",
          details: ["Images of other registries are taken to exist."])
      }
      return image
    }
  }

  struct Bucket: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "bucket",
      abstract: "Make the bucket in which the state of an environment is shared.",
      discussion: "EXAMPLE: reconcile simulate bucket envs/staging")

    @OptionGroup var environmentOptions: EnvironmentOptions
    @OptionGroup var cloud: ServedCloudOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
        let environment = try session.loadPlace(environmentOptions.directory)
        guard let settings = environment.settings.sharedState, settings.endpoint == nil else {
          throw Failure(
            "bucket-unnamed", subject: environmentOptions.directory, "its state lies in no bucket of the simulated cloud",
            details: ["Nothing was changed."], next: "name a bucket in environment.json: \"state\": {\"backend\": \"s3\", …}")
        }
        let simulated = try cloud.open(session, environment, environmentOptions.directory, region: settings.region)
        do throws(AWSError) {
          try await simulated.makeBucket(settings.bucket)
          session.print("The simulated cloud has a bucket \(settings.bucket) now.\n")
        } catch {
          throw Failure("bucket-refused", subject: settings.bucket, error.message, details: ["Nothing was changed."])
        }
        return .done
      }
    }
  }

  struct Reset: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "reset",
      abstract: "Forget the simulated cloud with all that runs in it. The recorded states stay.",
      discussion: "EXAMPLE: reconcile simulate reset envs/staging")

    @OptionGroup var environmentOptions: EnvironmentOptions
    @OptionGroup var cloud: ServedCloudOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
        let environment = try session.load(environmentOptions.directory)
        let path = try cloud.file(session, environment, environmentOptions.directory)
        let wasThere = try FileSystem.remove(path)
        for suffix in StateFileNames.companions { _ = try FileSystem.remove(path + suffix) }
        session.print(
          wasThere
            ? "The simulated cloud is empty: \(path) is removed.\n" : "The simulated cloud was empty.\n")
        return .done
      }
    }
  }
}

/// What one argument of `simulate push` says: `api=sha-3f9c2d1` or `api=sha-3f9c2d1,exit:1`.
private struct PushedImage {
  var key: String
  var tag: String
  var behaviour = ContainerBehaviour.runs

  init(_ text: String) throws {
    let pair = text.split(separator: "=", maxSplits: 1).map(String.init)
    let parts = (pair.last ?? "").split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard pair.count == 2, ImageReference.isTag(parts[0]) else {
      throw ValidationError("\"\(text)\" is not of the form key=tag or key=tag,behaviour.")
    }
    key = pair[0]
    tag = parts[0]
    guard parts.count == 2 else { return }
    guard let behaviour = ContainerBehaviour(parts[1]) else {
      throw ValidationError(
        "\"\(parts[1])\" is no behaviour of images. There are: \(ContainerBehaviour.forms.joined(separator: ", ")); "
          + "reasons are \(StartFailure.names).")
    }
    self.behaviour = behaviour
  }
}

/// Which simulated cloud is meant: the environment's own, or the file of one that is served.
struct ServedCloudOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("File of a simulated cloud that is served (default: the environment's own).", valueName: "file"),
    completion: .file())
  var cloud: String?

  func file(_ session: Session, _ environment: LoadedEnvironment, _ directory: String) throws -> String {
    if let cloud { return cloud }
    let name = environment.settings.provider.identity.name
    guard name == .simulatedAWS else {
      throw Failure(
        "not-simulated", subject: directory, "its provider is \"\(name)\", not the simulated cloud",
        details: ["Nothing was changed."],
        next: "if it runs against `reconcile simulate -listen …`, name that cloud's file: -cloud FILE")
    }
    return StateFileNames.simulatedCloud(in: session.stateDirectory(of: environment))
  }

  /// The account of the environment in that cloud.
  func open(
    _ session: Session, _ environment: LoadedEnvironment, _ directory: String, region: String? = nil
  ) throws -> SimulatedCloud {
    let identity = environment.settings.provider.identity
    return try SimulatedCloud(
      path: file(session, environment, directory), account: identity.accountId, region: region ?? identity.region)
  }
}
