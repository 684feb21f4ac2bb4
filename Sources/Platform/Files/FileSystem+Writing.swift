#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Making files and putting them in place. Nobody ever sees half a file under its own name.
extension FileSystem {
  /// Who else may read what is made.
  package enum Privacy {
    /// It may hold secrets.
    case ownerOnly
    case shared
  }

  /// Makes the folder that `path` lies in, with all above it; false when it was there.
  @discardableResult
  package static func makeFolder(of path: String, for privacy: Privacy = .shared) throws(FileProblem) -> Bool {
    var made = path.hasPrefix("/") ? "" : "."
    var isNew = false
    for part in path.split(separator: "/", omittingEmptySubsequences: true).dropLast() {
      made += "/" + part
      isNew = mkdir(made, privacy == .ownerOnly ? 0o700 : 0o755) == 0
      if !isNew, errno != EEXIST { throw FileProblem("the folder \(made) cannot be made", path: made) }
      // Whatever bits the umask takes.
      if isNew, privacy == .ownerOnly { _ = chmod(made, 0o700) }
    }
    return isNew
  }

  /// Makes the folder that a state lies in, for its owner only. Git leaves a folder alone that is made here: it holds
  /// secrets, and is nobody's source.
  package static func makeStateFolder(of path: String) throws(FileProblem) {
    guard try makeFolder(of: path, for: .ownerOnly) else { return }
    try? create(Array("# States hold what was declared, secrets too.\n*\n".utf8), at: Paths.parent(path) + "/.gitignore")
  }

  /// Adds a line to a file, which is made when it is not there. Says nothing when it cannot.
  package static func append(_ line: String, to path: String) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    try? write(Array(line.utf8), to: descriptor, path)
  }

  /// Makes a file that is not there yet; never touches one that is.
  package static func create(
    _ bytes: [UInt8], at path: String, for privacy: Privacy = .ownerOnly
  ) throws(FileProblem) {
    let descriptor = try make(path, for: privacy)
    defer { close(descriptor) }
    try write(bytes, to: descriptor, path)
  }

  /// Makes a whole file that is not there yet: it is written as `draft` and gets its name when it is complete, so a killed
  /// program leaves no part of a file under that name.
  package static func create(
    _ bytes: [UInt8], at path: String, by draft: String, for privacy: Privacy = .ownerOnly
  ) throws(FileProblem) {
    try create(bytes, at: draft, for: privacy)
    defer { discard(draft) }
    guard link(draft, path) != 0 else { return }
    // File systems without hard links.
    guard errno != EEXIST, kind(path) == nil, rename(draft, path) == 0 else {
      throw FileProblem("\(path) cannot be made", path: path)
    }
  }

  /// Opens a file that is not there yet, also no link.
  private static func make(_ path: String, for privacy: Privacy) throws(FileProblem) -> Int32 {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, privacy == .ownerOnly ? 0o600 : 0o644)
    guard descriptor >= 0 else { throw FileProblem("\(path) cannot be made", path: path) }
    // Whatever bits the umask takes.
    if privacy == .ownerOnly { _ = fchmod(descriptor, 0o600) }
    return descriptor
  }

  /// A name beside `path` that nobody can foresee.
  package static func draft(of path: String) -> String { "\(path).\(String(UInt64.random(in: 0 ... .max), radix: 16)).tmp" }

  /// Puts the whole file in place at once, readable by its owner only, whatever is there: a link is replaced, and what it
  /// leads to stays as it is.
  package static func put(_ bytes: [UInt8], at path: String) throws(FileProblem) {
    let draft = draft(of: path)
    let descriptor = try make(draft, for: .ownerOnly)
    do throws(FileProblem) {
      try write(bytes, to: descriptor, path)
      guard fsync(descriptor) == 0 else { throw FileProblem("\(path) cannot be written", path: path) }
      guard rename(draft, path) == 0 else { throw FileProblem("\(path) cannot be replaced", path: path) }
    } catch {
      close(descriptor)
      unlink(draft)
      throw error
    }
    close(descriptor)
  }

  /// Writes over the beginning of a small file in place, or makes it; waits for no disk, and may come to nothing.
  package static func note(_ bytes: [UInt8], at path: String) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    try? write(bytes, to: descriptor, path)
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws(FileProblem) {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { systemWrite(descriptor, $0) }
      if count > 0 { written += count } else if errno != EINTR { throw FileProblem("\(path) cannot be written", path: path) }
    }
  }

  /// Gives a finished file its name, unless another one has that name already; the name survives a loss of power.
  package static func publish(_ temporary: String, as path: String) throws(FileProblem) {
    if link(temporary, path) != 0 {
      guard errno != EEXIST else { return }
      // File systems without hard links.
      guard kind(path) == nil, rename(temporary, path) == 0 else { throw FileProblem("it cannot be made", path: path) }
    }
    sync(Paths.parent(path))
  }

  /// Gives a finished folder its name; a folder with something in it that has the name already is left as it is.
  package static func publish(folder: String, as path: String) throws(FileProblem) {
    guard rename(folder, path) == 0 else { throw FileProblem("\(path) cannot be made", path: path) }
    sync(Paths.parent(path))
  }

  /// Puts a finished file in the place of another one: whoever opens the name finds the one or the other, whole.
  package static func replace(_ path: String, with finished: String) throws(FileProblem) {
    sync(finished)
    guard rename(finished, path) == 0 else { throw FileProblem("\(path) cannot be replaced", path: path) }
    sync(Paths.parent(path))
  }

  /// As far as that can be had: not every file system knows it of folders.
  private static func sync(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    close(descriptor)
  }

  /// False when there was no such file.
  @discardableResult
  package static func remove(_ path: String) throws(FileProblem) -> Bool {
    if unlink(path) == 0 { return true }
    if errno == ENOENT { return false }
    throw FileProblem("\(path) cannot be removed", path: path)
  }

  /// Removes a file that may be there; that it stays is of no matter.
  package static func discard(_ path: String) { _ = unlink(path) }

  /// A new folder that nobody else can look into.
  package static func makeTemporaryFolder(_ environment: ProcessEnvironment = ProcessEnvironment()) throws(FileProblem) -> String
  {
    let parent = environment.temporaryDirectory
    var template = Array("\(parent)/reconcile-state-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw FileProblem("no temporary folder can be made in \(parent)", path: parent)
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  package static func removeFolder(_ path: String) { _ = rmdir(path) }

  /// A folder that nobody else can look into, in one that is there.
  package static func makePrivateFolder(_ path: String) throws(FileProblem) {
    guard mkdir(path, 0o700) == 0 else { throw FileProblem("\(path) cannot be made", path: path) }
  }

  /// Makes a link that leads to `target`.
  package static func makeLink(_ path: String, to target: String) throws(FileProblem) {
    guard symlink(target, path) == 0 else { throw FileProblem("\(path) cannot be made", path: path) }
  }

  /// Removes a folder with all that is in it; what links lead to stays. What cannot be removed stays.
  package static func removeTree(_ path: String) {
    for name in entries(path) {
      let entry = Paths.joined(path, name)
      if isLink(entry) == false, kind(entry) == .directory { removeTree(entry) } else { discard(entry) }
    }
    removeFolder(path)
  }
}

/// Outside of the type, whose own functions have the system's names.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
