#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// All that the program asks of the file system. Here: what can be seen of a path without opening it.
package enum FileSystem {
  package enum Kind {
    case file, directory
    /// A pipe, a device, a socket.
    case other
  }

  /// Nil when there is nothing.
  package static func kind(_ path: String) -> Kind? {
    var info = stat()
    guard stat(path, &info) == 0 else { return nil }
    switch info.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .directory
    default: return .other
    }
  }

  /// Whether there is something that a person may have meant as a file: also a pipe, such as `<(…)` of a shell.
  package static func isReadable(_ path: String) -> Bool {
    kind(path).map { $0 != .directory } ?? false
  }

  /// Names of the directory's entries, sorted by bytes as Terraform sorts variable files; none when it cannot be read.
  package static func entries(_ path: String) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
  }

  /// The path with all links resolved; nil when it does not exist.
  package static func resolved(_ path: String) -> String? {
    guard let buffer = realpath(path, nil) else { return nil }
    defer { free(buffer) }
    return String(cString: buffer)
  }

  /// Where something at this path would be: with the links of as much of it resolved as there is.
  package static func place(of path: String) -> String {
    var rest: [String] = []
    var there = path
    while true {
      if let resolved = resolved(there) { return Paths.normalized(([resolved] + rest.reversed()).joined(separator: "/")) }
      guard there != "/", there != "." else { return Paths.joined(workingDirectory(), path) }
      rest.append(Paths.lastPart(there))
      there = Paths.parent(there)
    }
  }

  /// Whether the entry itself is a link, whatever it leads to; nil when there is none.
  package static func isLink(_ path: String) -> Bool? {
    var info = stat()
    return lstat(path, &info) == 0 ? info.st_mode & S_IFMT == S_IFLNK : nil
  }

  package static func workingDirectory() -> String {
    guard let buffer = getcwd(nil, 0) else { return "/" }
    defer { free(buffer) }
    return String(cString: buffer)
  }

  /// Bytes of a file; nil when there is none.
  package static func size(_ path: String) -> Int? {
    var info = stat()
    return stat(path, &info) == 0 ? Int(info.st_size) : nil
  }

  package static func isWritable(_ path: String) -> Bool { access(path, W_OK) == 0 }

  package static func hasNoSpace(at folder: String) -> Bool {
    var status = statvfs()
    return statvfs(folder, &status) == 0 && status.f_bavail == 0
  }
}
