import Platform

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Looks for programs as a shell does.
enum ProgramSearch {
  /// The path of a program on the PATH; nil where there is none that may be run.
  static func path(of program: String, _ variables: ProcessEnvironment) -> String? {
    let folders = (variables["PATH"] ?? "").split(separator: ":").map(String.init)
    return folders.map { "\($0)/\(program)" }.first { FileSystem.kind($0) == .file && access($0, X_OK) == 0 }
  }
}
