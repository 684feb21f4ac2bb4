package import Shipping

extension Failure {
  /// Why a program that builds did not do its work.
  package init(_ problem: ShippingProblem) {
    let nothing = "The tag map was not written."
    switch problem {
    case .programMissing(let program):
      self = .programMissing(
        program, program == "git" ? "says what is in no commit" : "builds images", details: ["Nothing was built."])
    case .programFailed(let command, let code, let words):
      let end = code.map { "it ended with exit code \($0)" } ?? "it was ended by a signal"
      self.init("program-failed", subject: command, end, details: words + [nothing])
    case .timedOut(let command, let minutes):
      self.init("program-failed", subject: command, "it did not end within \(minutes) minutes", details: [nothing])
    case .cancelled: self.init("build-interrupted", "the build was interrupted", details: [nothing])
    case .system(let words): self.init("build-failed", words, details: [nothing])
    }
  }
}
