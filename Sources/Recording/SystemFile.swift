#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The few things a state file needs from the file system.
enum SystemFile {
  /// A call that failed, with the system's number for it.
  struct Failure: Error {
    var what: String
    var code: Int32

    init(_ what: String, code: Int32 = errno) {
      self.what = what
      self.code = code
    }
  }

  /// Size, age and place of a file: equal marks mean that nobody has written it in between.
  struct Mark: Equatable {
    var size: Int
    private var inode: UInt64
    private(set) var seconds: Int
    private var nanoseconds: Int

    /// Nil when there is no such file.
    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      size = Int(status.st_size)
      inode = UInt64(status.st_ino)
      #if canImport(Darwin)
        let changed = status.st_mtimespec
      #else
        let changed = status.st_mtim
      #endif
      seconds = changed.tv_sec
      nanoseconds = changed.tv_nsec
    }
  }

  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  static func isWritable(_ path: String) -> Bool { access(path, W_OK) == 0 }

  static func hasNoSpace(at folder: String) -> Bool {
    var status = statvfs()
    return statvfs(folder, &status) == 0 && status.f_bavail == 0
  }

  /// Makes the folder that `path` lies in, with all above it.
  static func makeFolder(of path: String) throws {
    guard let slash = path.lastIndex(of: "/") else { return }
    var made = path.hasPrefix("/") ? "" : "."
    for part in path[..<slash].split(separator: "/") {
      made += "/" + part
      if mkdir(made, 0o755) != 0, errno != EEXIST { throw Failure("the folder \(made) cannot be made") }
    }
  }

  static func read(_ path: String, limit: Int = .max) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure("it cannot be opened") }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: min(limit, 1 << 20))
    while bytes.count < limit {
      let count = buffer.withUnsafeMutableBytes { systemRead(descriptor, $0) }
      if count < 0 { throw Failure("it cannot be read") }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return bytes
  }

  static func write(_ bytes: [UInt8], to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Failure("\(path) cannot be made") }
    defer { close(descriptor) }
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { systemWrite(descriptor, $0) }
      guard count > 0 else { throw Failure("\(path) cannot be written") }
      written += count
    }
  }

  /// Gives a finished file its name, unless another one has that name already; the name survives a loss of power.
  static func publish(_ temporary: String, as path: String) throws {
    if link(temporary, path) != 0 {
      guard errno != EEXIST else { return }
      // File systems without hard links.
      guard Mark(path) == nil, rename(temporary, path) == 0 else { throw Failure("it cannot be made") }
    }
    let descriptor = open(folder(of: path), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    close(descriptor)
  }

  /// Puts a finished file in the place of another one: whoever opens the name finds the one or the other, whole.
  static func replace(_ path: String, with finished: String) throws {
    let file = open(finished, O_RDONLY | O_CLOEXEC)
    if file >= 0 {
      _ = fsync(file)
      close(file)
    }
    guard rename(finished, path) == 0 else { throw Failure("\(path) cannot be replaced") }
    let folder = open(folder(of: path), O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { return }
    _ = fsync(folder)
    close(folder)
  }

  /// Names of the files in a folder; none when it cannot be read.
  static func entries(_ folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  static func remove(_ path: String) { _ = unlink(path) }

  /// A new folder that nobody else can look into.
  static func makeTemporaryFolder() throws -> String {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/reconcile-state-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure("no temporary folder can be made in \(parent)") }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  static func removeFolder(_ path: String) { _ = rmdir(path) }
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, buffer.baseAddress, buffer.count)
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
