import Foundation
import Synchronization

/// A pseudo terminal: somebody's window, which can be closed.
final class Terminal: Sendable {
  struct Unusable: Error {}

  /// The program's side.
  let inside: FileHandle
  private let outside: Int32
  private let heard = Mutex("")

  /// TIOCSPTLCK and TIOCGPTN of Linux, which have no functions in Glibc's module.
  private static let (setLock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)

  init() throws {
    outside = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var (locked, number): (Int32, Int32) = (0, -1)
    guard outside >= 0, ioctl(outside, Self.setLock, &locked) == 0, ioctl(outside, Self.getNumber, &number) == 0 else {
      throw Unusable()
    }
    let descriptor = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    guard descriptor >= 0 else { throw Unusable() }
    inside = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    // Nobody else keeps the window open.
    for end in [outside, descriptor] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(outside, F_SETFL, O_NONBLOCK)
  }

  /// Reads what was written until that is so; gives up after a minute.
  func waitUntil(_ condition: (String) -> Bool) async throws {
    for _ in 0..<3000 {
      var buffer = [UInt8](repeating: 0, count: 4096)
      let count = read(outside, &buffer, buffer.count)
      if count > 0 { heard.withLock { $0 += String(decoding: buffer[..<count], as: UTF8.self) } }
      if condition(heard.withLock { $0 }) { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw Running.NeverSo(said: heard.withLock { $0 })
  }

  func type(_ text: String) { _ = write(outside, text, text.utf8.count) }

  var said: String { heard.withLock { $0 } }

  func close() {
    try? inside.close()
    _ = Foundation.close(outside)
  }
}
