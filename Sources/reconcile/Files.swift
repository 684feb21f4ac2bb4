#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The few things that commands do with files themselves.
enum Files {
  struct Problem: Error {
    var path: String
    var reason: String

    /// The system's words for the last error.
    init(_ path: String) {
      self.path = path
      reason = String(cString: strerror(errno)).lowercased()
    }
  }

  enum Kind { case directory, file, absent }

  static func kind(_ path: String) -> Kind {
    var status = stat()
    guard stat(path, &status) == 0 else { return .absent }
    return status.st_mode & S_IFMT == S_IFDIR ? .directory : .file
  }

  static func read(_ path: String) throws(Problem) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw Problem(path) }
    defer { close(file) }
    return try read(file, path)
  }

  /// All that comes from stdin.
  static func readStandardInput() throws(Problem) -> [UInt8] { try read(0, "stdin") }

  private static func read(_ file: Int32, _ path: String) throws(Problem) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = buffer.withUnsafeMutableBytes { systemRead(file, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      if count > 0 { bytes += buffer[..<count] } else if errno != EINTR { throw Problem(path) }
    }
  }

  /// Puts the whole file in place at once, readable by its owner only.
  static func write(_ bytes: [UInt8], to path: String) throws(Problem) {
    let draft = "\(path).\(getpid()).tmp"
    let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw Problem(path) }
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes {
        systemWrite(file, $0.baseAddress.map { $0 + offset }, $0.count - offset)
      }
      if count > 0 { offset += count } else if errno != EINTR { break }
    }
    let isWritten = offset == bytes.count && fsync(file) == 0
    let problem = Problem(path)
    close(file)
    guard isWritten else {
      unlink(draft)
      throw problem
    }
    guard rename(draft, path) == 0 else {
      let problem = Problem(path)
      unlink(draft)
      throw problem
    }
  }

  /// Makes a file that is not there yet, with its folders; never touches one that is.
  static func create(_ bytes: [UInt8], at path: String) throws(Problem) {
    var made = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/").dropLast() {
      made += "/" + part
      if mkdir(made, 0o755) != 0, errno != EEXIST { throw Problem(made) }
    }
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw Problem(path) }
    defer { close(file) }
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes { systemWrite(file, $0.baseAddress.map { $0 + offset }, $0.count - offset) }
      if count > 0 { offset += count } else if errno != EINTR { throw Problem(path) }
    }
  }

  /// False when there was no such file.
  static func remove(_ path: String) throws(Problem) -> Bool {
    if unlink(path) == 0 { return true }
    if errno == ENOENT { return false }
    throw Problem(path)
  }

  private static func systemRead(_ file: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.read(file, buffer, count)
    #else
      Darwin.read(file, buffer, count)
    #endif
  }

  private static func systemWrite(_ file: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.write(file, buffer, count)
    #else
      Darwin.write(file, buffer, count)
    #endif
  }
}
