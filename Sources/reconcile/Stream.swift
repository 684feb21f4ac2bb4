import Platform
import Reporting
import Secrets
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One of the program's two outputs: nobody else writes to them, and all that is written passes the `OutputGate`.
///
/// Writing never fails the program: a reader that went away is noted.
final class Stream: Sendable {
  static let standardOutput = Stream(descriptor: 1)
  static let standardError = Stream(descriptor: 2)

  private let descriptor: Int32
  private let state = Mutex(State())

  private struct State {
    var gate = OutputGate()
    /// The error of the first write that failed; nothing is written after it.
    var failure: Int32?
  }

  private init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// The disk is full, or the like: what was to be said is lost, and somebody still wants it.
  var lostOutput: Bool { state.withLock { $0.failure != nil && $0.failure != EPIPE } }

  /// Colours may be among what is written from now on.
  func passColours() { state.withLock { $0.gate.passesColours = true } }

  func write(_ message: Message) { write(message.text, .text) }

  /// Lines of JSON, or a document.
  func write(json text: String) { write(text, .json) }

  /// What another process of this program has printed: it passed the gate there, and what is left in it of commands and colours
  /// is ours.
  func pass(_ text: String) {
    guard !text.isEmpty else { return }
    state.withLock { state in
      guard state.failure == nil else { return }
      state.failure = Array(text.utf8).withUnsafeBytes { Self.write($0, to: descriptor) }
    }
  }

  /// For GitHub's runner.
  func write(_ command: RunnerCommand) {
    state.withLock { state in
      guard state.failure == nil else { return }
      state.failure = state.gate.bytes(command).withUnsafeBytes { Self.write($0, to: descriptor) }
    }
  }

  /// Takes the last lines of a terminal away, so many of them, and writes in their place.
  func write(_ message: Message, over lines: Int) {
    // Cursor up to the first of them, and everything below it cleared (ECMA-48 CPL and ED).
    write(message.text, .text, after: lines > 0 ? "\u{1B}[\(lines)F\u{1B}[0J" : "")
  }

  private func write(_ text: String, _ notation: OutputGate.Notation, after control: String = "") {
    Self.registerHidden()
    state.withLock { state in
      guard state.failure == nil else { return }
      let bytes = Array(control.utf8) + state.gate.bytes(text, notation)
      state.failure = bytes.withUnsafeBytes { Self.write($0, to: descriptor) }
    }
  }

  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
    var rest = bytes
    while !rest.isEmpty {
      #if canImport(Glibc)
        let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
      #else
        let count = Darwin.write(descriptor, rest.baseAddress, rest.count)
      #endif
      if count > 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      } else if errno == EAGAIN {
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&wait, 1, -1)
      } else if errno != EINTR {
        return errno
      }
    }
    return nil
  }

  // MARK: Hidden values

  /// Has GitHub's runner hide the secrets of this run, which it must be told in plain text; so only where nobody but a runner
  /// reads. It reads both streams through a pipe each: stderr as a file, or in one pipe with stdout (`2>&1 | tee plan.txt`), is
  /// kept by somebody.
  static func registerHiddenValues(_ processEnvironment: ProcessEnvironment) {
    guard processEnvironment["GITHUB_ACTIONS"] == "true", let errors = standardError.pipe, errors != standardOutput.pipe else {
      return
    }
    HiddenValues.current.keep()
  }

  private static func registerHidden() {
    let values = HiddenValues.current.take()
    guard !values.isEmpty else { return }
    standardError.state.withLock { state in
      for value in values where state.failure == nil {
        // It hides the value in all that is logged from now on.
        let command = RunnerCommand("add-mask", value: value)
        state.failure = state.gate.bytes(command).withUnsafeBytes { write($0, to: standardError.descriptor) }
      }
    }
  }

  /// Tells one pipe from another; nil for what is none.
  private var pipe: [UInt64]? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFIFO else { return nil }
    return [UInt64(truncatingIfNeeded: status.st_dev), UInt64(truncatingIfNeeded: status.st_ino)]
  }

  /// Both lead to the same place, so that the order of what is written to them can be seen.
  func isSame(as other: Stream) -> Bool {
    var (one, two) = (stat(), stat())
    guard fstat(descriptor, &one) == 0, fstat(other.descriptor, &two) == 0 else { return false }
    return one.st_dev == two.st_dev && one.st_ino == two.st_ino
  }

  /// A terminal shows this and nothing else.
  func redraw(_ message: Message) {
    // The cursor goes to the first place, and everything below it is cleared (ECMA-48 CUP and ED).
    write(message.text, .text, after: "\u{1B}[H\u{1B}[0J")
  }

  /// Columns and rows of the terminal behind this stream.
  var size: (width: Int, height: Int) {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return (80, 24) }
    return (Int(size.ws_col), Int(size.ws_row))
  }
}
