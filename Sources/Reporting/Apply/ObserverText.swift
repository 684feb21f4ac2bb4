package import Applying
import Secrets

/// What somebody who watched an apply did not do, in a line.
package enum ObserverText {
  package static func line(_ problem: ApplyObserverProblem) -> String {
    let name = Printable.line(problem.observer)
    switch problem.cause {
    case .failed(let times, let words):
      let often = times == 1 ? "once" : "\(times) times"
      return
        "note: \(name) failed \(often), which changes nothing about the apply: \(SecretRendering.masked(Printable.line(words)).withoutPeriod)"
    case .tooSlow: return "note: \(name) was too slow to take in all that the apply did"
    }
  }
}
