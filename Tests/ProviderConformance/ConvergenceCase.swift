package import Applying
package import Planning
package import Providers
package import Resources
import Testing

/// A list of desired states that an environment goes through. After each of them a second plan must be empty.
package struct ConvergenceCase: Sendable, CustomStringConvertible {
  package let name: String
  package let needs: Set<Capability>
  private let makeStates: @Sendable (ConformanceSetting) throws -> [DesiredState]

  init(
    _ name: String, needs: Set<Capability> = [], _ states: @escaping @Sendable (ConformanceSetting) throws -> [DesiredState]
  ) {
    self.name = name
    self.needs = needs
    makeStates = states
  }

  package var description: String { name }

  package func isFor(_ provider: any Provider) -> Bool { needs.isSubset(of: provider.capabilities) }

  package func states(in setting: ConformanceSetting) throws -> [DesiredState] { try makeStates(setting) }

  /// For each state: plan, apply, and plan again. `plan` refreshes; `apply` records what it did.
  package func verify(
    in setting: ConformanceSetting, plan: (DesiredState) async throws -> Plan, apply: (Plan) async throws -> ApplyReport
  ) async throws {
    for (number, state) in try states(in: setting).enumerated() {
      let place = "state \(number) of \"\(name)\""
      let first = try await plan(state)
      let isSomething = !first.isEmpty
      #expect(isSomething, "\(place) changes nothing")
      let failures = Self.failures(of: try await apply(first))
      #expect(failures.isEmpty, "\(place) fails:\n\(failures.joined(separator: "\n"))")
      let second = Self.changes(of: try await plan(state))
      #expect(second.isEmpty, "the second plan of \(place) is not empty:\n\(second.joined(separator: "\n"))")
    }
  }

  private static func failures(of report: ApplyReport) -> [String] {
    report.plan.steps.compactMap { step in
      let outcome = report.outcomes[step.id]
      return outcome?.isSuccess == true ? nil : "\(step.address): \(outcome.map { "\($0)" } ?? "no outcome")"
    }
  }

  /// What a plan would change and what drifted, a line each.
  package static func changes(of plan: Plan) -> [String] {
    let changes = plan.changes.map { change in
      let fields = change.fields.map { "\($0.path): \($0.before) → \($0.after)" }
      return "\(change.address): \(change.action) because \(change.reason) \(fields.joined(separator: ", "))"
    }
    return changes + plan.drift.map { "\($0.address) drifts: \($0.fields.map { "\($0.path): \($0.before) → \($0.after)" })" }
  }

  package static let all: [ConvergenceCase] = convergenceCases
}
