import AWS
package import JSONDocument
package import Platform

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A command inside of a container: `aws ecs execute-command`, which has the terminal for as long as it goes on.
///
/// The input of ExecuteCommand goes in through a nameless file, as that of every call. The program takes the place of this
/// one, so that keys, signals, the size of the terminal and the exit code are its own.
package struct SessionProgram: Sendable {
  /// Why it cannot be started.
  package enum Problem: Error, Sendable, Equatable {
    case noProgram(String)
    case refused(String)
    case system(String)
  }

  private let commandLine: CommandLine
  private let variables: ProcessEnvironment

  /// What `aws` needs for sessions: a program of its own, which is installed apart.
  private static let plugin = "session-manager-plugin"

  package init(
    region: String, profile: String? = nil, endpoint: String? = nil, variables: ProcessEnvironment = ProcessEnvironment()
  ) {
    commandLine = CommandLine(region: region, profile: profile, endpoint: endpoint, variables: variables)
    self.variables = variables
  }

  /// Never returns: what follows is the session. Throws where it cannot be started.
  package func takeOver(_ input: JSON) throws(Problem) -> Never {
    if let refusal = commandLine.optionCheck(for: .ecs).refusal { throw .refused(refusal.message) }
    guard let program = ProgramSearch.path(of: "aws", variables) else { throw .noProgram("aws") }
    guard ProgramSearch.path(of: Self.plugin, variables) != nil else { throw .noProgram(Self.plugin) }
    let file: UnlinkedFile
    do throws(UnlinkedFile.Failure) {
      file = try UnlinkedFile(Array(input.text().utf8), directory: variables.temporaryDirectory)
    } catch {
      throw .system("no temporary file can be made in \(error.directory): \(String(cString: strerror(error.code)))")
    }
    try start(program, commandLine.session(readFrom: file.path), keeping: file)
  }

  private func start(_ program: String, _ arguments: [String], keeping file: UnlinkedFile) throws(Problem) -> Never {
    _ = fcntl(file.descriptor, F_SETFD, 0)
    // What we have blocked or do not hear would not reach the program either.
    for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGQUIT] { signal(number, SIG_DFL) }
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
    let seen = variables.variables(ofProgramWith: ["AWS_", "TERM", "COLUMNS", "LINES"])
    let words = ([program] + arguments).map { strdup($0) } + [nil]
    let settings = seen.map { strdup("\($0.key)=\($0.value)") } + [nil]
    execve(program, words, settings)
    throw .system("\(program): \(String(cString: strerror(errno)))")
  }
}
