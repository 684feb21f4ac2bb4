#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#elseif canImport(Darwin)
  @preconcurrency import Darwin
#endif

/// This program once more, beside this process: in a group of its own, so that an interrupt that is typed at the terminal
/// reaches it only through us, with nothing to read, and with its output in files.
package struct ChildProcess: Sendable, Equatable {
  /// The system's `errno`.
  package struct Failure: Error {
    package var code: CInt

    package var reason: String { String(cString: strerror(code)) }
  }

  package enum Ending: Sendable, Equatable {
    case exit(Int32)
    case signal(Int32)
  }

  private let process: pid_t

  /// Descriptors of open files: of one with nothing to read, and of those that are written, which may be the same one.
  package init(arguments: [String], input: CInt, output: CInt, errors: CInt) throws(Failure) {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var settings: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var settings = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&settings)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&settings)
    }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, errors, 2)
    // Neither what we have blocked nor what we do not hear is the child's.
    var none = sigset_t()
    sigemptyset(&none)
    var heard = sigset_t()
    sigemptyset(&heard)
    for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ] { sigaddset(&heard, number) }
    posix_spawnattr_setsigmask(&settings, &none)
    posix_spawnattr_setsigdefault(&settings, &heard)
    posix_spawnattr_setflags(&settings, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let program = Self.ownPath
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process = pid_t()
    let code = posix_spawn(&process, program, &actions, &settings, &words, environ)
    guard code == 0 else { throw Failure(code: code) }
    self.process = process
  }

  /// The file that this process runs.
  private static var ownPath: String {
    #if canImport(Darwin)
      var size: UInt32 = 4096
      var buffer = [CChar](repeating: 0, count: Int(size))
      guard _NSGetExecutablePath(&buffer, &size) == 0 else { return CommandLine.arguments[0] }
      return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    #else
      return "/proc/self/exe"
    #endif
  }

  /// As if somebody had typed an interrupt at its terminal.
  package func interrupt() { kill(process, SIGINT) }

  /// Waits for its end; the thread that asks is busy until then. To be asked once.
  package func wait() -> Ending {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? .exit(status >> 8 & 0xFF) : .signal(signal)
  }
}
