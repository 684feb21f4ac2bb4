/// Why a program that builds did not do its work.
package enum ShippingProblem: Error, Sendable, Equatable {
  case programMissing(String)
  /// It ended with another code than 0; nil: by a signal. What it said was heard, or is here.
  case programFailed(command: String, code: Int?, words: [String])
  case timedOut(command: String, minutes: Int)
  case cancelled
  /// Something of this machine: no temporary folder, no rights.
  case system(String)
}
