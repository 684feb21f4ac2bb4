import Resources

/// Services that run what is wanted, while nobody has seen that it works.
struct UnprovenSection {
  let view: PlanView

  var lines: [String] {
    let columns = PlanColumns(addresses: view.unproven.map(\.address))
    return ["Complete, but not proven to work; apply looks again:"]
      + view.unproven.map { rollout in
        let problem = rollout.problem.map(Printable.line) ?? "its checks were not run to their end"
        return "    \(rollout.address.description.padded(to: columns.address))  \(rollout.revision)  \(problem)"
      }
  }
}
