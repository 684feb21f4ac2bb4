import Platform
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// One run of a program, in a session of its own: when its time is up it is killed with all that it started.
struct CheckProgram: Sendable {
  enum Ending: Sendable, Equatable {
    case exit(Int, output: String, errors: String)
    case signal(Int, output: String, errors: String)
    case timedOut
    case notStarted(String)
  }

  var name: String
  var arguments: [String]
  /// On top of those of this process that any program needs.
  var variables: [String: String]
  var directory: String?
  /// What stands in `/dev/stdin`, where nobody sees it among the arguments; nil: nothing does.
  var input: String?

  private static let outputLimit = 4 << 20

  func run(timeout: Duration) async -> Ending {
    await withTaskGroup(of: Ending?.self) { group in
      group.addTask { await start() }
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

  private func start() async -> Ending {
    guard let input else { return await start(reading: .none) }
    // Unlike a pipe a file does not break when the program ends without reading it.
    guard let file = try? UnlinkedFile(Array(input.utf8), directory: ProcessEnvironment().temporaryDirectory) else {
      return .notStarted("no temporary file can be made")
    }
    defer { withExtendedLifetime(file) {} }
    let descriptor = FileDescriptor(rawValue: file.descriptor)
    return await start(reading: .fileDescriptor(descriptor, closeAfterSpawningProcess: false))
  }

  private func start(reading input: some InputProtocol) async -> Ending {
    let seen = ProcessEnvironment(overrides: variables.mapValues { $0 }).variables()
    let variables = seen.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
    do {
      let result = try await Subprocess.run(
        name.contains("/") ? .path(FilePath(name)) : .name(name), arguments: Arguments(arguments),
        environment: .custom(Dictionary(variables, uniquingKeysWith: { $1 })),
        workingDirectory: directory.map { FilePath($0) }, platformOptions: Self.ownSession, input: input,
        output: .bytes(limit: Self.outputLimit), error: .bytes(limit: Self.outputLimit))
      let output = String(decoding: result.standardOutput, as: UTF8.self)
      let errors = String(decoding: result.standardError, as: UTF8.self)
      switch result.terminationStatus {
      case .exited(let code): return .exit(Int(code), output: output, errors: errors)
      case .signaled(let signal): return .signal(Int(signal), output: output, errors: errors)
      }
    } catch let error as SubprocessError {
      switch error.code {
      case .executableNotFound: return .notStarted("it is not there, or not executable")
      case .outputLimitExceeded: return .notStarted("it printed more than \(Self.outputLimit >> 20) MiB")
      default: return .notStarted("it could not be started")
      }
    } catch {
      return .notStarted("\(error)")
    }
  }

  private static let ownSession: PlatformOptions = {
    var options = PlatformOptions()
    options.createSession = true
    options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]
    return options
  }()
}
