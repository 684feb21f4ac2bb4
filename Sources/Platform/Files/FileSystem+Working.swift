#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension FileSystem {
  /// Makes a directory the one that relative paths begin in, for the whole process.
  package static func enter(_ directory: String) throws(FileProblem) {
    guard chdir(directory) == 0 else { throw FileProblem("it cannot be entered", path: directory) }
  }
}
