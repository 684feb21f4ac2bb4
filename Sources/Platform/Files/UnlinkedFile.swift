#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A nameless file for a program that is started: it holds a part of the input of a call, or takes an answer that the
/// program writes into a file.
///
/// The name is gone before the first byte is written, so an input with secrets is never found on the disk, also when we are
/// killed. Unlike a pipe it takes any size at once and cannot break when the program ends without reading it.
package final class UnlinkedFile: Sendable {
  package let descriptor: CInt

  /// Where a started program opens it. On Linux programs inherit no descriptors but the standard ones (swift-subprocess
  /// closes the rest), so it goes through ours; elsewhere it inherits this one.
  package var path: String {
    #if os(Linux)
      "/proc/\(getpid())/fd/\(descriptor)"
    #else
      "/dev/fd/\(descriptor)"
    #endif
  }

  /// The system's `errno`, and what was tried.
  package struct Failure: Error {
    package var code: CInt
    package var directory: String
  }

  package init(_ bytes: [UInt8], directory: String) throws(Failure) {
    let path = "\(directory)/reconcile-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Failure(code: errno, directory: directory) }
    unlink(path)
    // From here on `deinit` closes the descriptor, also when this throws.
    guard write(bytes), rewind() else { throw Failure(code: errno, directory: directory) }
  }

  deinit { close(descriptor) }

  /// All that stands in it now; nil when it cannot be read, or is larger than any document of ours.
  package func content() -> [UInt8]? {
    var bytes: [UInt8] = []
    guard lseek(descriptor, 0, SEEK_END) <= FileSystem.documentLimit else { return nil }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = buffer.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, off_t(bytes.count)) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  private func write(_ bytes: [UInt8]) -> Bool {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress! + written, bytes.count - written, off_t(written)) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      written += count
    }
    return true
  }

  /// On Linux, opening `/dev/stdin` starts at the beginning of the file, wherever the descriptor stands. It is put at the
  /// end, so that a prompt for an MFA code reads nothing instead of our input. On macOS the two share one position.
  private func rewind() -> Bool {
    #if os(Linux)
      lseek(descriptor, 0, SEEK_END) >= 0
    #else
      lseek(descriptor, 0, SEEK_SET) >= 0
    #endif
  }
}
