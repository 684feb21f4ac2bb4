import Platform
import Programs
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Runs a program with an input and gives back all that it printed.
///
/// The program gets a session of its own: an interrupt typed at the terminal reaches us and not it, it cannot ask for
/// anything at the terminal, and a timeout or cancellation kills it together with whatever it started.
struct ProgramRunner: Sendable {
  let program: String
  /// Set, or with nil removed, on top of those of this process that the program needs.
  let variables: [String: String?]
  let timeout: Duration
  let limit: ProcessLimit

  static let outputLimit = 256 << 20
  static let errorLimit = 16 << 20

  static var coreCount: Int { max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN))) }

  func run(_ call: ProgramCall) async throws(ProgramFailure) -> ProgramOutput {
    let outcome = await limit.pass { await withTimeout { await start(call) } }
    guard let outcome else { throw .neverStarted }
    return try outcome.get()
  }

  private typealias Outcome = Result<ProgramOutput, ProgramFailure>

  /// The work is always waited for: when it returns, its processes are gone.
  private func withTimeout(_ work: @escaping @Sendable () async -> Outcome) async -> Outcome {
    await withTaskGroup(of: Outcome?.self) { group in
      group.addTask { await work() }
      group.addTask {
        do { try await Task.sleep(for: timeout) } catch { return nil }
        return .failure(.timedOut(timeout))
      }
      var first: Outcome?
      while let outcome = await group.next() {
        first = first ?? outcome
        group.cancelAll()
      }
      return first ?? .failure(.cancelled)
    }
  }

  private func start(_ call: ProgramCall) async -> Outcome {
    guard !Task.isCancelled, StartedPrograms.mayStart else { return .failure(.neverStarted) }
    let program = StartedProgram()
    do {
      let files = try ProgramFiles(call, directory: ProcessEnvironment(overrides: variables).temporaryDirectory)
      // The program opens them by our descriptors for as long as it runs.
      defer { withExtendedLifetime(files) {} }
      let result = try await Subprocess.run(
        executable, arguments: Arguments(files.arguments), environment: environment,
        platformOptions: Self.options(with: files),
        input: .fileDescriptor(FileDescriptor(rawValue: files.input.descriptor), closeAfterSpawningProcess: false),
        output: .bytes(limit: Self.outputLimit), error: .bytes(limit: Self.errorLimit)
      ) { execution in
        program.began(execution.processIdentifier.value)
      }
      if Task.isCancelled, case .signaled = result.terminationStatus { return .failure(.cancelled) }
      return .success(
        ProgramOutput(
          ending: ProgramOutput.Ending(result.terminationStatus), standardOutput: result.standardOutput,
          standardError: String(decoding: result.standardError, as: UTF8.self),
          file: call.collectsFile ? files.input.content() : nil))
    } catch {
      return .failure(Task.isCancelled ? .cancelled : ProgramFailure(error))
    }
  }

  private var executable: Executable {
    program.contains("/") ? .path(FilePath(program)) : .name(program)
  }

  private var environment: Environment {
    let seen = ProcessEnvironment(overrides: variables).variables(ofProgramWith: ["AWS_"])
    return .custom(Dictionary(seen.map { (Environment.Key(stringLiteral: $0.key), $0.value) }, uniquingKeysWith: { $1 }))
  }

  private static func options(with files: ProgramFiles) -> PlatformOptions {
    var options = PlatformOptions()
    options.createSession = true
    options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]
    #if canImport(Darwin)
      let descriptors = files.named.map(\.descriptor)
      options.preSpawnProcessConfigurator = { _, actions in
        for descriptor in descriptors { posix_spawn_file_actions_addinherit_np(&actions, descriptor) }
      }
    #endif
    return options
  }
}

extension ProgramOutput.Ending {
  init(_ status: TerminationStatus) {
    switch status {
    case .exited(let code): self = .exit(Int(code))
    case .signaled(let signal): self = .signal(Int(signal))
    }
  }
}

extension ProgramFailure {
  init(_ error: any Error) {
    if let error = error as? UnlinkedFile.Failure {
      self = .system("no temporary file can be made in \(error.directory): \(String(cString: strerror(error.code)))")
      return
    }
    guard let error = error as? SubprocessError else {
      self = .system("\(error)")
      return
    }
    switch error.code {
    case .executableNotFound: self = .missing
    case .spawnFailed where Self.missingFile.contains(error.underlyingError?.rawValue ?? 0): self = .missing
    case .outputLimitExceeded: self = .tooMuchOutput(limit: ProgramRunner.outputLimit)
    default: self = .system(error.description)
    }
  }

  private static let missingFile: Set<CInt> = [ENOENT, EACCES, ENOTDIR, ENOEXEC]
}
