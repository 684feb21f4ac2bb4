#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A named pipe that tells what of a script is still running: it ends when nobody has it open for writing any more.
package final class HeldOpenPipe: Sendable {
  private let descriptor: CInt

  package init(_ path: String) {
    mkfifo(path, 0o600)
    descriptor = open(path, O_RDONLY | O_NONBLOCK)
  }

  deinit { close(descriptor) }

  /// Waits for the script's first words.
  package func waitForWords() async throws {
    try await wait { count in count > 0 }
  }

  /// Waits until every process that holds the pipe is gone.
  package func waitForEnd() async throws {
    try await wait { count in count == 0 }
  }

  package struct StillRunning: Error {}

  private func wait(until isDone: (Int) -> Bool) async throws {
    var bytes = [UInt8](repeating: 0, count: 64)
    for _ in 0..<6000 {
      if isDone(read(descriptor, &bytes, bytes.count)) { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    throw StillRunning()
  }
}
