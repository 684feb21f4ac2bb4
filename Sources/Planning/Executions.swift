package import Resources
import Secrets

extension RolloutCheck {
  /// What it executes or asks for, without secrets.
  package var maskedText: String {
    let text =
      switch probe {
      case .http: url ?? ""
      case .command(let words): SecretRendering.mask.rendered(command: words).joined(separator: " ")
      }
    return SecretRendering.masked(text)
  }
}

extension TaskWork {
  /// The command that its container is given, without secrets; empty: the image's own.
  package var maskedCommand: String {
    command.map { SecretRendering.masked(SecretRendering.mask.rendered(command: $0).joined(separator: " ")) } ?? ""
  }
}

/// What an apply executes beside AWS's own calls, without secrets, so that the next plan can tell what is new.
package struct Executions: Sendable {
  /// Of one earlier apply: by address, and whether it looked at this address at all.
  private struct Run {
    var texts: [Address: [String]]
    var isWhole: Bool
  }

  private var runs: [Run] = []

  package init() {}

  /// The next older apply. `isWhole`: it looked at all addresses.
  package mutating func add(_ texts: [Address: [String]], isWhole: Bool) { runs.append(Run(texts: texts, isWhole: isWhole)) }

  /// The checks of all services, and the commands of the tasks that the plan runs; nil for a plan that says nothing of checks.
  package static func texts(_ checks: [Address: [RolloutCheck]], _ plan: Plan) -> [Address: [String]]? {
    guard !plan.isDestroy, !plan.isRun else { return nil }
    var texts = checks.mapValues { $0.map(\.maskedText) }
    for step in plan.steps {
      if let run = step.work.taskRun { texts[step.address] = [run.work.maskedCommand] }
    }
    return texts
  }

  /// The same plan, where checks and tasks say that the last apply executed something else, or nothing.
  package func marking(_ plan: Plan) -> Plan {
    guard !runs.isEmpty else { return plan }
    var plan = plan
    for position in plan.steps.indices {
      let address = plan.steps[position].address
      switch plan.steps[position].work {
      case .awaitRollout(var wait):
        guard let before = last(address, isTask: false) else { continue }
        for check in wait.checks.indices { wait.checks[check].isNew = !before.contains(wait.checks[check].maskedText) }
        plan.steps[position].work = .awaitRollout(wait)
      case .run(var run):
        guard let before = last(address, isTask: true) else { continue }
        run.isNew = !before.contains(run.work.maskedCommand)
        plan.steps[position].work = .run(run)
      case .create, .update, .delete, .adopt, .forget: break
      }
    }
    return plan
  }

  /// Nil where nobody knows. A task is not run by every apply.
  private func last(_ address: Address, isTask: Bool) -> [String]? {
    for run in runs {
      if let texts = run.texts[address] { return texts }
      if run.isWhole, !isTask { return [] }
    }
    return nil
  }
}

extension Plan {
  /// It runs checks or one-off tasks.
  package var executesAnything: Bool {
    steps.contains { $0.work.taskRun != nil || $0.work.rolloutWait?.checks.isEmpty == false }
  }
}
