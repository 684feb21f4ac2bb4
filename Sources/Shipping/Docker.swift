package import JSONDocument
import Platform
import Programs
package import Releasing

/// Builds images with `docker buildx bake`.
///
/// What files name becomes an argument in two places only: the bake file, which begins with `./` there, and the names of
/// targets, which have letters, digits, `_` and `-` and do not begin with a dash. Names of images go in through a file.
package struct Docker: Sendable {
  private let root: String
  private let folder: PrivateFolder
  private let program = "docker"

  /// `root`: of the working tree, where bake files look for their contexts.
  package init(root: String, in folder: PrivateFolder) {
    (self.root, self.folder) = (root, folder)
  }

  private static let (override, metadata) = ("override.json", "metadata.json")

  // MARK: Commands

  /// What will be run, as a person would type it. The folder of the files between is a temporary one.
  package func commands(_ plan: BuildPlan, logins hosts: [String], pushing: Bool) -> [String] {
    let logins = hosts.map { "\(program) login --username AWS --password-stdin \($0)" }
    return logins + ["TAG=\(plan.tag) " + ([program] + words(plan, pushing, folder: "FOLDER")).joined(separator: " ")]
  }

  private func words(_ plan: BuildPlan, _ pushing: Bool, folder: String) -> [String] {
    [
      "buildx", "bake", "--progress=plain", "--file=./\(plan.bakeFile)", "--file=\(folder)/\(Self.override)",
      "--metadata-file=\(folder)/\(Self.metadata)",
    ] + (pushing ? ["--push"] : []) + plan.targets
  }

  // MARK: Building

  /// Builds, and answers what docker wrote down about it. `onLine` hears what it says meanwhile. Passwords go in by standard
  /// inputs, into a configuration that lies in the private folder.
  package func build(
    _ plan: BuildPlan, logins: [RegistryLogin], pushing: Bool, onLine: @escaping @Sendable (String) -> Void
  ) async throws(ShippingProblem) -> JSON {
    try folder.write(plan.override.text(.pretty) + "\n", to: Self.override)
    var variables: [String: String?] = ["TAG": plan.tag]
    if !logins.isEmpty {
      let configuration = try DockerConfiguration(in: folder, hosts: logins.map(\.host))
      variables["DOCKER_CONFIG"] = configuration.path
      for login in logins { try await self.login(login, variables) }
    }
    try await run(words(plan, pushing, folder: folder.path), variables, hiding: logins, onLine)
    let path = folder.file(Self.metadata)
    guard let bytes = try? FileSystem.readDocument(path), let document = JSON.parse(bytes).document else {
      throw .system("docker has written no metadata file")
    }
    return document
  }

  private func login(_ login: RegistryLogin, _ variables: [String: String?]) async throws(ShippingProblem) {
    var run = ProgramRun(program, ["login", "--username", login.user, "--password-stdin", login.host])
    (run.input, run.variables, run.prefixes) = (login.password, variables, Self.prefixes)
    let ending = await run.run(timeout: .seconds(120))
    if case .exit(0, _, _) = ending { return }
    throw problem(ending, "docker login", hiding: [login], minutes: 2)
  }

  private func run(
    _ words: [String], _ variables: [String: String?], hiding logins: [RegistryLogin],
    _ onLine: @escaping @Sendable (String) -> Void
  ) async throws(ShippingProblem) {
    var run = ProgramRun(program, words)
    (run.directory, run.variables, run.prefixes) = (root, variables, Self.prefixes)
    let ending = await run.run(timeout: .seconds(6 * 3600)) { onLine(logins.masking($0)) }
    if Task.isCancelled { throw .cancelled }
    if case .exit(0, _, _) = ending { return }
    throw problem(ending, "docker buildx bake", hiding: logins, minutes: 360)
  }

  /// What docker, buildx and bake files are configured by, and the agent by which builds reach private repositories.
  private static let prefixes = ["DOCKER_", "BUILDX_", "BUILDKIT_", "BAKE_", "SOURCE_DATE_EPOCH", "SSH_AUTH_SOCK"]

  private func problem(
    _ ending: ProgramRun.Ending, _ command: String, hiding logins: [RegistryLogin], minutes: Int
  ) -> ShippingProblem {
    switch ending {
    case .exit(let code, _, let errors):
      let words = logins.masking(errors).split(separator: "\n").map(String.init)
      return .programFailed(command: command, code: code, words: Array(words.suffix(20)))
    case .signal: return .programFailed(command: command, code: nil, words: [])
    case .timedOut: return .timedOut(command: command, minutes: minutes)
    case .missing: return .programMissing(program)
    case .notStarted(let reason): return .system("\(program) could not be run: \(reason)")
    }
  }
}
