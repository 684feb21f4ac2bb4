import AWS
import JSONDocument

/// What a step scaling policy may not be (API reference, StepScalingPolicyConfiguration and StepAdjustment). The rules are
/// AWS's, the words are ours.
struct StepScalingCheck {
  private let configuration: JSON

  init(_ configuration: JSON) {
    self.configuration = configuration
  }

  /// For one policy (Application Auto Scaling user guide, "Quotas").
  private static let quota = 20

  private struct Step {
    var lower: Double?
    var upper: Double?
  }

  func run() throws(AWSError) {
    guard let type = configuration.string("AdjustmentType") else {
      throw .scaling("AdjustmentType is required for a step scaling policy")
    }
    let adjustments = configuration.list("StepAdjustments")
    guard !adjustments.isEmpty else { throw .scaling("At least one step adjustment is required") }
    guard adjustments.count <= Self.quota else {
      throw .scalingLimit("A step scaling policy can have at most \(Self.quota) step adjustments.")
    }
    if type == "ExactCapacity", adjustments.contains(where: { ($0["ScalingAdjustment"]?.intValue ?? 0) < 0 }) {
      throw .scaling("ScalingAdjustment cannot be negative for the adjustment type ExactCapacity")
    }
    if let cooldown = configuration["Cooldown"]?.intValue, cooldown < 0 { throw .scaling("Cooldown cannot be negative") }
    if let problem = problem(
      adjustments.map {
        Step(lower: $0["MetricIntervalLowerBound"]?.doubleValue, upper: $0["MetricIntervalUpperBound"]?.doubleValue)
      })
    {
      throw .scaling(problem)
    }
  }

  private func problem(_ steps: [Step]) -> String? {
    if steps.contains(where: { $0.lower == nil && $0.upper == nil }) {
      return "The upper and lower bound can't be null in the same step adjustment"
    }
    for step in steps {
      if let lower = step.lower, let upper = step.upper, lower >= upper {
        return "The upper bound of a step adjustment must be greater than its lower bound"
      }
    }
    let (openBelow, openAbove) = (steps.count { $0.lower == nil }, steps.count { $0.upper == nil })
    if openBelow > 1 { return "At most one step adjustment can have a null lower bound" }
    if openAbove > 1 { return "At most one step adjustment can have a null upper bound" }
    if openBelow == 0, steps.contains(where: { ($0.lower ?? 0) < 0 }) {
      return "If one step adjustment has a negative lower bound, there must be a step adjustment with a null lower bound"
    }
    if openAbove == 0, steps.contains(where: { ($0.upper ?? 0) > 0 }) {
      return "If one step adjustment has a positive upper bound, there must be a step adjustment with a null upper bound"
    }
    let sorted = steps.sorted { ($0.lower ?? -.infinity) < ($1.lower ?? -.infinity) }
    for (step, next) in zip(sorted, sorted.dropFirst()) where step.upper != next.lower {
      return "The ranges of step adjustments can't overlap or have a gap"
    }
    return nil
  }
}
