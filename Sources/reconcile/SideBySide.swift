import Dispatch
import Platform
import Reporting
import Resources
import Synchronization

/// The same command for several environments at once, each in a process of its own.
///
/// A lock, a journal and a record of a run belong to a process, so nothing is shared that two could get in the way of. What
/// each prints is kept and told as one block, in the order in which the environments were named.
struct SideBySide {
  private let arguments: [String]
  private let count: Int

  /// So many run at a time.
  private static let limit = 8

  /// `arguments`: those of this process, without its name, the command first; each process gets the number of its environment
  /// in addition.
  init(_ arguments: [String], count: Int) {
    self.arguments = arguments
    self.count = count
  }

  /// Tells each end as soon as those before it have been told. An interrupt is passed on to all, and a second one too.
  func run(_ tell: (_ number: Int, Ending) -> Void) async {
    let running = Running()
    let interrupts = Interrupts(stop: { running.interrupt() }, atOnce: { running.interrupt() })
    defer { interrupts.end() }
    await withTaskGroup(of: (Int, Ending).self) { group in
      var next = 0
      func begin() {
        guard next < count else { return }
        let number = next
        next += 1
        group.addTask { (number, await one(number, running)) }
      }
      for _ in 0..<Self.limit { begin() }
      var ended: [Int: Ending] = [:]
      var told = 0
      while let (number, ending) = await group.next() {
        ended[number] = ending
        begin()
        while let ready = ended.removeValue(forKey: told) {
          tell(told, ready)
          told += 1
        }
      }
    }
  }

  private func one(_ number: Int, _ running: Running) async -> Ending {
    guard !running.isInterrupted else { return Ending(status: nil) }
    do {
      let directory = ProcessEnvironment().temporaryDirectory
      let (input, output) = (try UnlinkedFile([], directory: directory), try UnlinkedFile([], directory: directory))
      // The process gets it as its own while it is started.
      defer { withExtendedLifetime(input) {} }
      let errors = Stream.standardOutput.isSame(as: .standardError) ? output : try UnlinkedFile([], directory: directory)
      let child = try ChildProcess(
        arguments: Array(arguments.prefix(1)) + ["--only-environment", "\(number)"] + arguments.dropFirst(),
        input: input.descriptor, output: output.descriptor, errors: errors.descriptor)
      running.add(child)
      let end = await withCheckedContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(returning: child.wait()) }
      }
      running.remove(child)
      return Ending(
        status: ExitStatus(end), output: Self.text(output), errors: errors === output ? "" : Self.text(errors))
    } catch {
      return Ending(status: .error, errors: "error: it could not be started: \(error)\n")
    }
  }

  private static func text(_ file: UnlinkedFile) -> String {
    file.content().map { String(decoding: $0, as: UTF8.self) } ?? "error: its output is too long to be kept\n"
  }

  /// How it went for one environment.
  struct Ending: Sendable {
    /// Nil: it was not begun.
    var status: ExitStatus?
    var output = ""
    var errors = ""
  }

  /// The processes that have not ended.
  private final class Running: Sendable {
    private let state = Mutex((children: [ChildProcess](), isInterrupted: false))

    var isInterrupted: Bool { state.withLock(\.isInterrupted) }

    func add(_ child: ChildProcess) {
      let isLate = state.withLock { state in
        state.children.append(child)
        return state.isInterrupted
      }
      if isLate { child.interrupt() }
    }

    func remove(_ child: ChildProcess) {
      state.withLock { $0.children.removeAll { $0 == child } }
    }

    func interrupt() {
      let children = state.withLock { state in
        state.isInterrupted = true
        return state.children
      }
      for child in children { child.interrupt() }
    }
  }
}

extension ExitStatus {
  /// Of a process that ran this program. A signal ends it as an interrupt does.
  fileprivate init(_ ending: ChildProcess.Ending) {
    switch ending {
    case .exit(let code): self = ExitStatus(rawValue: code) ?? .error
    case .signal: self = .interrupted
    }
  }
}

extension Session {
  /// Does the work of the command for each environment in a process of its own, all at once.
  func runSideBySide(_ directories: [String]) async -> [(directory: String, status: ExitStatus?)] {
    var ends: [(directory: String, status: ExitStatus?)] = []
    await SideBySide(Program.arguments, count: directories.count).run { number, ending in
      // What the other process had to tell stands in the summary already.
      print(EnvironmentHeading(directories[number], isFirst: ends.isEmpty), isSummarised: false)
      ends.append((directories[number], ending.status))
      pass(ending)
    }
    return ends
  }

  /// What another process of ours has printed, as it is. The version that begins a stream of JSON was said already.
  private func pass(_ ending: SideBySide.Ending) {
    let lines = ending.output.split(separator: "\n", omittingEmptySubsequences: false)
    let output = format == .json ? lines.filter { !$0.hasPrefix(#"{"type":"version""#) }.joined(separator: "\n") : ending.output
    Stream.standardOutput.pass(output)
    Stream.standardError.pass(ending.errors)
  }
}
