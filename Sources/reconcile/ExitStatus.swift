import Applying
import Engine
import Recording
import Reporting

/// What the program's end tells the shell. 2 is never used for anything but "there are changes".
enum ExitStatus: Int32, Error {
  case done = 0
  case error = 1
  /// Only with `-detailed-exitcode`.
  case changesPresent = 2
  case rolledBack = 10
  case deploymentFailed = 11
  case superseded = 12
  case timedOut = 13
  case interrupted = 14
  case locked = 15
  case planOutOfDate = 16
  /// A deployment failed, and so did putting back what ran before.
  case rollbackFailed = 17
  /// EX_USAGE of sysexits.h.
  case usage = 64

  var code: Int32 { rawValue }

  /// How a program is told of an apply that was not begun.
  var outcomeWord: String {
    switch self {
    case .done: ApplyConclusion.succeeded.rawValue
    case .interrupted: ApplyConclusion.interrupted.rawValue
    case .locked: "locked"
    case .planOutOfDate: "planOutOfDate"
    case .error, .changesPresent, .rolledBack, .deploymentFailed, .superseded, .timedOut, .rollbackFailed, .usage:
      ApplyConclusion.failed.rawValue
    }
  }

  init(_ conclusion: ApplyConclusion) {
    switch conclusion {
    case .succeeded: self = .done
    case .failed: self = .error
    case .rolledBack: self = .rolledBack
    case .rollbackFailed: self = .rollbackFailed
    case .deploymentFailed: self = .deploymentFailed
    case .superseded: self = .superseded
    case .timedOut: self = .timedOut
    case .interrupted: self = .interrupted
    }
  }

  init(_ error: EngineError) {
    switch error {
    case .findings, .provider: self = .error
    case .stalePlan: self = .planOutOfDate
    case .state(let error):
      switch error {
      case .locked: self = .locked
      case .newerFormat, .unknownProvider, .damaged, .vanished, .otherProvider, .notTheHolder, .diskFull, .unavailable,
        .remote, .encryption:
        self = .error
      }
    }
  }
}
