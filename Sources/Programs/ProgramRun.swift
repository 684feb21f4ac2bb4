import Platform
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// One run of a program, in a session of its own: when its time is up, or its task is cancelled, it is killed with all that it
/// started. Nothing is passed through a shell.
package struct ProgramRun: Sendable {
  package enum Ending: Sendable, Equatable {
    case exit(Int, output: String, errors: String)
    case signal(Int, output: String, errors: String)
    case timedOut
    /// It is not there, or not executable.
    case missing
    case notStarted(String)
  }

  package var name: String
  package var arguments: [String]
  /// On top of those of this process that it sees; nil removes one.
  package var variables: [String: String?] = [:]
  /// Beginnings of the names of variables that it sees beside those that any program needs.
  package var prefixes: [String] = []
  package var directory: String?
  /// What stands in `/dev/stdin`, where nobody sees it among the arguments; nil: nothing does.
  package var input: String?

  package init(_ name: String, _ arguments: [String]) {
    self.name = name
    self.arguments = arguments
  }

  private static let outputLimit = 4 << 20

  /// `onLine`: hears each line that it writes to stderr, as it comes; the ending has none of them then.
  package func run(timeout: Duration, onLine: (@Sendable (String) -> Void)? = nil) async -> Ending {
    await withTaskGroup(of: Ending?.self) { group in
      group.addTask { await start(onLine) }
      group.addTask {
        do { try await Task.sleep(for: timeout) } catch { return nil }
        return .timedOut
      }
      var first: Ending?
      while let ending = await group.next() {
        first = first ?? ending
        group.cancelAll()
      }
      return first ?? .timedOut
    }
  }

  private func start(_ onLine: (@Sendable (String) -> Void)?) async -> Ending {
    guard StartedPrograms.mayStart else { return .notStarted("this program is about to end") }
    guard let input else { return await start(reading: .none, onLine) }
    // Unlike a pipe a file does not break when the program ends without reading it.
    guard let file = try? UnlinkedFile(Array(input.utf8), directory: ProcessEnvironment().temporaryDirectory) else {
      return .notStarted("no temporary file can be made")
    }
    defer { withExtendedLifetime(file) {} }
    let descriptor = FileDescriptor(rawValue: file.descriptor)
    // Whoever reads standard input itself begins where the descriptor stands.
    guard (try? descriptor.seek(offset: 0, from: .start)) != nil else { return .notStarted("its input cannot be read") }
    return await start(reading: .fileDescriptor(descriptor, closeAfterSpawningProcess: false), onLine)
  }

  private func start(reading input: some InputProtocol, _ onLine: (@Sendable (String) -> Void)?) async -> Ending {
    do {
      if let onLine { return try await streamed(input, onLine) }
      return try await collected(input)
    } catch let error as SubprocessError {
      switch error.code {
      case .executableNotFound: return .missing
      case .outputLimitExceeded: return .notStarted("it printed more than \(Self.outputLimit >> 20) MiB")
      default: return .notStarted("it could not be started")
      }
    } catch {
      return .notStarted("\(error)")
    }
  }

  private func collected(_ input: some InputProtocol) async throws -> Ending {
    let started = StartedProgram()
    let result = try await Subprocess.run(
      configuration, input: input, output: .bytes(limit: Self.outputLimit), error: .bytes(limit: Self.outputLimit)
    ) { execution in
      started.began(execution.processIdentifier.value)
    }
    return Self.ending(
      result.terminationStatus, String(decoding: result.standardOutput, as: UTF8.self),
      String(decoding: result.standardError, as: UTF8.self))
  }

  private func streamed(_ input: some InputProtocol, _ onLine: @Sendable (String) -> Void) async throws -> Ending {
    let started = StartedProgram()
    let result = try await Subprocess.run(
      configuration, input: input, output: .bytes(limit: Self.outputLimit), error: .sequence
    ) { execution in
      started.began(execution.processIdentifier.value)
      for try await line in execution.standardError.strings(bufferingPolicy: .maxLineLength(Self.outputLimit)) { onLine(line) }
    }
    return Self.ending(result.terminationStatus, String(decoding: result.standardOutput, as: UTF8.self), "")
  }

  private static func ending(_ status: TerminationStatus, _ output: String, _ errors: String) -> Ending {
    switch status {
    case .exited(let code): .exit(Int(code), output: output, errors: errors)
    case .signaled(let signal): .signal(Int(signal), output: output, errors: errors)
    }
  }

  private var configuration: Configuration {
    let seen = ProcessEnvironment(overrides: variables).variables(ofProgramWith: prefixes)
    let variables = seen.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
    return Configuration(
      executable: name.contains("/") ? .path(FilePath(name)) : .name(name), arguments: Arguments(arguments),
      environment: .custom(Dictionary(variables, uniquingKeysWith: { $1 })),
      workingDirectory: directory.map { FilePath($0) }, platformOptions: Self.ownSession)
  }

  private static let ownSession: PlatformOptions = {
    var options = PlatformOptions()
    options.createSession = true
    options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]
    return options
  }()
}
