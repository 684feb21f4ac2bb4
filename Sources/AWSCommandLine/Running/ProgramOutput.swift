/// How a program ended and what it printed.
struct ProgramOutput: Sendable, Equatable {
  enum Ending: Sendable, Equatable {
    case exit(Int)
    case signal(Int)
  }

  var ending: Ending
  var standardOutput: [UInt8]
  var standardError: String
  /// What it wrote into the file that it was given, when somebody asked for that.
  var file: [UInt8]?

  var isSuccess: Bool { ending == .exit(0) }
}

/// Why there is no output.
enum ProgramFailure: Error, Sendable, Equatable {
  /// It cannot be found or started.
  case missing
  case timedOut(Duration)
  case cancelled
  /// Cancelled before it was started.
  case neverStarted
  /// It printed more than anybody would read.
  case tooMuchOutput(limit: Int)
  /// Something of this machine: no descriptors, no memory, no temporary directory.
  case system(String)
}
