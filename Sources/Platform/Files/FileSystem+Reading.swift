#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reading whole files.
extension FileSystem {
  /// All that comes, also from a pipe; no more than about `limit` bytes of it.
  package static func read(_ path: String, limit: Int = .max) throws(FileProblem) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileProblem("it cannot be opened", path: path) }
    defer { close(descriptor) }
    return try read(descriptor, limit, path)
  }

  package static func readStandardInput() throws(FileProblem) -> [UInt8] { try read(STDIN_FILENO, .max, "stdin") }

  /// The bytes of a regular file of at most `limit` bytes. Never waits for anybody to write.
  package static func readRegularFile(_ path: String, limit: Int) throws(FileProblem) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileProblem("it cannot be opened", path: path) }
    defer { close(descriptor) }
    var info = stat()
    guard fstat(descriptor, &info) == 0 else { throw FileProblem("it cannot be read", path: path) }
    guard info.st_mode & S_IFMT == S_IFREG else { throw FileProblem("it is not a regular file", path: path, code: 0) }
    guard Int(info.st_size) <= limit else {
      let sizes = "it has \(info.st_size / 1_048_576) MiB; at most \(limit / 1_048_576) MiB are read"
      throw FileProblem(sizes, path: path, code: 0)
    }
    var bytes = [UInt8](repeating: 0, count: Int(info.st_size))
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes { systemRead(descriptor, UnsafeMutableRawBufferPointer(rebasing: $0[count...])) }
      guard got >= 0 else { throw FileProblem("it cannot be read", path: path) }
      if got == 0 { break }
      count += got
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  private static func read(_ descriptor: Int32, _ limit: Int, _ path: String) throws(FileProblem) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: min(limit, 1 << 20))
    while bytes.count < limit {
      let count = buffer.withUnsafeMutableBytes { systemRead(descriptor, $0) }
      if count == 0 { break }
      if count > 0 { bytes += buffer[..<count] } else if errno != EINTR { throw FileProblem("it cannot be read", path: path) }
    }
    return bytes
  }
}

/// Outside of the type, whose own functions have the system's names.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, buffer.baseAddress, buffer.count)
}
