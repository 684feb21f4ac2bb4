import Diagnostics
import Planning
import Resources

extension Plan {
  /// Counts that the plan changes though nobody could say whether an autoscaler keeps them.
  var uncheckedScaling: [Diagnostic] {
    let unsure = changes.filter { change in
      guard case .unknown? = ServiceScaling(of: change.before) else { return false }
      return change.fields.contains { $0.path == .desiredCount }
    }
    guard let first = unsure.first, case .unknown(let reason)? = ServiceScaling(of: first.before) else { return [] }
    let others = unsure.count > 1 ? " and \(unsure.count - 1) more" : ""
    return [
      Diagnostic(
        .warning, "scaling-unchecked", "nobody can say whether an autoscaler keeps the desired count: \(reason)",
        details: ["The plan changes the count of \(first.address)\(others)."],
        fix: "allow application-autoscaling:DescribeScalableTargets, or leave the field to the autoscaler with an \"ignore\" rule"
      )
    ]
  }
}
