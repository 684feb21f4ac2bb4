#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Changing a file that other programs read and write.
extension FileSystem {
  /// Puts `bytes` in the place of a file that holds `expected`; nil: of one that is not there. False when it holds something
  /// else by now: nothing was changed then.
  ///
  /// Whoever reads the file sees the one text or the other, whole, and it keeps its rights. Programs that change it by this
  /// function wait for each other (a lock of its folder, which ends with the process). What any other program writes is seen
  /// until the moment before the exchange.
  package static func exchange(_ expected: [UInt8]?, for bytes: [UInt8], at path: String) throws(FileProblem) -> Bool {
    let folder = open(Paths.parent(path), O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { throw FileProblem("its folder cannot be opened", path: path) }
    defer { close(folder) }
    while flock(folder, LOCK_EX) != 0 {
      guard errno == EINTR else { throw FileProblem("its folder cannot be locked", path: path) }
    }
    guard try current(path) == expected else { return false }
    let draft = draft(of: path)
    try create(bytes, at: draft, for: .shared)
    do throws(FileProblem) {
      if let mode = mode(of: path), chmod(draft, mode) != 0 { throw FileProblem("it cannot get its rights", path: path) }
      guard try current(path) == expected else {
        discard(draft)
        return false
      }
      try replace(path, with: draft)
    } catch {
      discard(draft)
      throw error
    }
    return true
  }

  /// Nil when there is no file.
  private static func current(_ path: String) throws(FileProblem) -> [UInt8]? {
    kind(path) == nil ? nil : try readDocument(path)
  }

  private static func mode(of path: String) -> mode_t? {
    var info = stat()
    return stat(path, &info) == 0 ? info.st_mode & 0o7777 : nil
  }
}
