import JSONDocument
import Platform
import Programs
package import Releasing
package import Resources

/// Registries through `skopeo`, which copies images without a container engine.
///
/// What files name becomes a part of one argument, `docker://REFERENCE`, and of no other: such a text cannot be an option, and
/// `skopeo` expands nothing in it. It is passed only when it is a reference by the grammar of references, in which no blank,
/// control character or leading dash occurs. Everything else that is passed was written here.
package struct Skopeo: ImageRegistries {
  private let program: String
  private let logins: [MirrorSide: [RegistryLogin]]

  /// `logins`: passwords of registries on both sides. For other registries it takes what `docker login` or `skopeo login` left.
  package init(logins: [MirrorSide: [RegistryLogin]] = [:], program: String = "skopeo") {
    self.program = program
    self.logins = logins
  }

  // MARK: Digests

  /// Of the bytes that the registry has, so that a registry which says another digest than it holds is found out.
  package func digest(of image: ImageReference, in side: MirrorSide) async throws(RegistryProblem) -> String? {
    let place = try Self.place(image)
    let login = try authFile(for: image, side)
    let options = Self.tlsOption("", image) + (login.map { ["--authfile=\($0.path)"] } ?? [])
    do throws(RegistryProblem) {
      let manifest = try await output(of: ["inspect", "--raw", "--retry-times=1"] + options + [place], within: .seconds(120))
      return withExtendedLifetime(login) { "sha256:" + ContentDigest(of: manifest).hex }
    } catch {
      guard case .failed(let words) = error, words.lowercased().contains("manifest unknown") else { throw error }
      return nil
    }
  }

  // MARK: Copies

  package func copy(_ image: ImageReference, to target: ImageReference) async throws(RegistryProblem) {
    let (from, to) = (try authFile(for: image, .source), try authFile(for: target, .target))
    defer { withExtendedLifetime((from, to)) {} }
    let files = (from.map { ["--src-authfile=\($0.path)"] } ?? []) + (to.map { ["--dest-authfile=\($0.path)"] } ?? [])
    _ = try await output(of: try Self.words(copying: image, to: target, with: files), within: .seconds(4 * 3600))
  }

  /// Without the files of passwords, which exist only while it runs.
  package func command(copying image: ImageReference, to target: ImageReference) -> String? {
    (try? Self.words(copying: image, to: target, with: [])).map { ([program] + $0).joined(separator: " ") }
  }

  /// `--all`: an index with all that it lists, attestations among it, and not only this machine's platform;
  /// `--preserve-digests`: rather no copy than another digest.
  private static func words(
    copying image: ImageReference, to target: ImageReference, with files: [String]
  ) throws(RegistryProblem) -> [String] {
    ["copy", "--all", "--preserve-digests", "--quiet", "--retry-times=1"]
      + tlsOption("src-", image) + tlsOption("dest-", target) + files + [try place(image), try place(target)]
  }

  // MARK: Words

  /// A registry of this machine is asked without TLS, as docker does: its host says so, and no file can.
  private static func tlsOption(_ side: String, _ image: ImageReference) -> [String] {
    image.registry.map { Endpoint.isLoopback("http://\($0)") } == true ? ["--\(side)tls-verify=false"] : []
  }

  private static func place(_ image: ImageReference) throws(RegistryProblem) -> String {
    let text = image.description
    guard ImageReference(text) == image, image.tag == nil || image.digest == nil else { throw .notAnImage(text) }
    return "docker://\(image.registry == nil ? "docker.io/\(text)" : text)"
  }

  private func authFile(for image: ImageReference, _ side: MirrorSide) throws(RegistryProblem) -> AuthFile? {
    guard let login = logins[side]?.login(for: image) else { return nil }
    do {
      return try AuthFile(login)
    } catch {
      throw .failed("no temporary file can be made in \(error.directory)")
    }
  }

  private func output(of words: [String], within timeout: Duration) async throws(RegistryProblem) -> String {
    var run = ProgramRun(program, words)
    run.prefixes = ["CONTAINERS_", "DOCKER_CONFIG", "REGISTRY_AUTH_FILE"]
    switch await run.run(timeout: timeout) {
    case .exit(0, let output, _): return output
    case .exit(_, _, let errors): throw RegistryProblem(Self.message(in: logins.values.joined().map { $0 }.masking(errors)))
    case .signal(let signal, _, _): throw .failed("\(program) was ended by signal \(signal)")
    case .timedOut: throw .failed("\(program) did not end within \(timeout.components.seconds / 60) minutes")
    case .missing: throw .programMissing(program)
    case .notStarted(let reason): throw .failed("\(program) could not be run: \(reason)")
    }
  }

  /// The last line, without the dress of its log: `time="…" level=fatal msg="…"`.
  private static func message(in errors: String) -> String {
    let line = errors.split(separator: "\n").last.map(String.init) ?? "it said nothing"
    guard line.hasPrefix("time="), let start = line.firstRange(of: "msg=\"")?.upperBound, line.hasSuffix("\"") else {
      return line
    }
    return String(line[start...].dropLast()).replacing("\\\"", with: "\"")
  }
}

extension RegistryProblem {
  /// By the codes of the OCI distribution specification, as registries word them. A tag that is not moved has none: ECR answers
  /// `TAG_INVALID` with a sentence (measured; Amazon ECR user guide, "Preventing image tags from being overwritten").
  fileprivate init(_ message: String) {
    let words = message.lowercased()
    if words.contains("name unknown") {
      self = .noRepository
    } else if words.contains("cannot be overwritten") || words.contains("imagetagalreadyexists") {
      self = .tagImmutable
    } else {
      self = .failed(message)
    }
  }
}
