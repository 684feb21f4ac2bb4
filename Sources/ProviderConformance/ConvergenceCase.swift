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
      let first = try await plan(state)
      #expect(!first.isEmpty, "state \(number) of \"\(name)\" changes nothing")
      let report = try await apply(first)
      #expect(report.isSuccess, "state \(number) of \"\(name)\": \(report.outcomes)")
      let second = try await plan(state)
      #expect(second.isEmpty, "the second plan of state \(number) of \"\(name)\" is not empty: \(second.changes)")
      #expect(second.drift.isEmpty, "state \(number) of \"\(name)\" drifts by itself: \(second.drift)")
    }
  }

  package static let all: [ConvergenceCase] = convergenceCases
}
