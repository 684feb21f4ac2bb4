package import Resources

extension Plan {
  /// The part of the plan that concerns these addresses, numbered as if there were no other.
  package func limited(to addresses: Set<Address>) -> Plan {
    guard changes.contains(where: { !addresses.contains($0.address) }) else { return self }
    var plan = self
    plan.changes = changes.filter { addresses.contains($0.address) }
    plan.drift = drift.filter { addresses.contains($0.address) }
    plan.steps = Self.numbered(steps.filter { addresses.contains($0.address) || $0.resumed != nil })
    plan.waves = waves.map { $0.filter(addresses.contains) }.filter { !$0.isEmpty }
    plan.leftOut = changes.map(\.address).filter { !addresses.contains($0) }
    return plan
  }

  /// From one, without needs of steps that are not there.
  static func numbered(_ steps: [Step]) -> [Step] {
    let numbers = Dictionary(steps.enumerated().map { ($1.id, Step.ID($0 + 1)) }, uniquingKeysWith: { $1 })
    return steps.map { step in
      var step = step
      step.id = numbers[step.id] ?? step.id
      step.dependsOn = step.dependsOn.compactMap { numbers[$0] }
      return step
    }
  }
}
