import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One of the program's two outputs. Writing never fails the program: a reader that went away is noted.
final class Stream: Sendable {
  static let standardOutput = Stream(descriptor: 1)
  static let standardError = Stream(descriptor: 2)

  private let descriptor: Int32
  /// The error of the first write that failed; nothing is written after it.
  private let failure = Mutex<Int32?>(nil)

  private init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// The disk is full, or the like: what was to be said is lost, and somebody still wants it.
  var lostOutput: Bool { failure.withLock { $0 != nil && $0 != EPIPE } }

  func write(_ text: String) {
    failure.withLock { failure in
      guard failure == nil else { return }
      var text = text
      failure = text.withUTF8 { Self.write(UnsafeRawBufferPointer($0), to: descriptor) }
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

  /// Columns and rows of the terminal behind this stream.
  var size: (width: Int, height: Int) {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return (80, 24) }
    return (Int(size.ws_col), Int(size.ws_row))
  }
}
