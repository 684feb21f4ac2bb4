#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reading whole files.
extension FileSystem {
  /// What a file of the system's own, such as `/proc/self/stat`, holds; no more than about `limit` bytes of it.
  package static func read(_ path: String, limit: Int) throws(FileProblem) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileProblem("it cannot be opened", path: path) }
    defer { close(descriptor) }
    return try read(descriptor, limit, path)
  }

  /// All that comes, up to `limit` bytes; more is refused.
  package static func readStandardInput(limit: Int = documentLimit) throws(FileProblem) -> [UInt8] {
    let bytes = try read(STDIN_FILENO, limit + 1, "stdin")
    guard bytes.count <= limit else {
      throw FileProblem("it has more than the \(limit / 1_048_576) MiB that are read", path: "stdin", code: 0)
    }
    return bytes
  }

  /// The largest document that is read: plans, states and files of other programs.
  package static let documentLimit = 512 * 1_048_576

  /// A document of a person's: a regular file of at most `documentLimit` bytes.
  package static func readDocument(_ path: String) throws(FileProblem) -> [UInt8] {
    try readRegularFile(path, limit: documentLimit)
  }

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
