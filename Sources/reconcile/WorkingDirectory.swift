import Platform
import Reporting

/// `-chdir`, as Terraform has it: before the command, and for all paths that follow.
///
///     reconcile -chdir=infra plan envs/staging
enum WorkingDirectory {
  /// The arguments without it. Where it stands, the directory is the process's own from now on.
  static func entered(by arguments: [String]) throws(Failure) -> [String] {
    guard let first = arguments.first else { return arguments }
    for option in ["-chdir", "--chdir"] {
      if first == option, arguments.count > 1 {
        try enter(arguments[1])
        return Array(arguments.dropFirst(2))
      }
      if first.hasPrefix(option + "=") {
        try enter(String(first.dropFirst(option.count + 1)))
        return Array(arguments.dropFirst())
      }
    }
    return arguments
  }

  private static func enter(_ directory: String) throws(Failure) {
    do {
      try FileSystem.enter(directory)
    } catch {
      throw Failure(
        "directory-missing", subject: directory, error.reason.lowercased(), details: ["Nothing was done."],
        next: "name a directory with -chdir")
    }
  }
}
