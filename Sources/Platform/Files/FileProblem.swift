#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why something could not be done with a file.
package struct FileProblem: Error, Sendable, Equatable {
  /// What was to be done and was not, in words that fit after a colon: `it cannot be opened`.
  package var what: String
  /// The file or folder in question.
  package var path: String
  /// The system's number for it; 0 when the system had nothing against it and we did.
  package var code: Int32

  package init(_ what: String, path: String, code: Int32 = errno) {
    self.what = what
    self.path = path
    self.code = code
  }

  package var isLackOfSpace: Bool { code == ENOSPC || code == EDQUOT }

  /// The system's words for its number, or else ours.
  package var reason: String { code == 0 ? what : String(cString: strerror(code)) }
}
