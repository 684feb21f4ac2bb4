import AWS
import JSONDocument
import Resources

/// What a target tracking policy of an ECS service may not be (API reference, TargetTrackingScalingPolicyConfiguration,
/// PredefinedMetricSpecification, CustomizedMetricSpecification, TargetTrackingMetricDataQuery). The rules are AWS's, the
/// words are ours.
struct TargetTrackingCheck {
  private let configuration: JSON
  /// ARNs of those that the service is attached to.
  private let targetGroups: [String]

  init(_ configuration: JSON, targetGroups: [String]) {
    self.configuration = configuration
    self.targetGroups = targetGroups
  }

  func run() throws(AWSError) {
    if let problem = valueProblem ?? metricProblem { throw .scaling(problem) }
  }

  private var valueProblem: String? {
    let value = configuration["TargetValue"]?.doubleValue ?? 0
    // 2^360
    guard abs(value) <= 0x1p360 else { return "TargetValue must be in the range of -2^360 to 2^360" }
    for member in ["ScaleInCooldown", "ScaleOutCooldown"] where (configuration[member]?.intValue ?? 0) < 0 {
      return "\(member) cannot be negative"
    }
    return nil
  }

  private var metricProblem: String? {
    switch (configuration["PredefinedMetricSpecification"], configuration["CustomizedMetricSpecification"]) {
    case (let predefined?, nil): predefinedProblem(predefined)
    case (nil, let customized?): customizedProblem(customized)
    default: "Specify either PredefinedMetricSpecification or CustomizedMetricSpecification"
    }
  }

  private func predefinedProblem(_ metric: JSON) -> String? {
    let type = metric.string("PredefinedMetricType") ?? ""
    guard ScaledService.isMetric(type) else { return "The predefined metric \(type) is not supported for ECS services" }
    let label = metric.string("ResourceLabel")
    guard type == "ALBRequestCountPerTarget" else {
      return label == nil ? nil : "ResourceLabel can be specified for ALBRequestCountPerTarget only"
    }
    guard let label else { return "ResourceLabel is required for ALBRequestCountPerTarget" }
    let parts = label.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "app", parts[3] == "targetgroup", !parts.contains("") else {
      return "ResourceLabel must look like app/my-alb/778d41231b141a0f/targetgroup/my-target-group/943f017f100becff"
    }
    let group = parts[3...].joined(separator: "/")
    guard targetGroups.contains(where: { $0.hasSuffix(":" + group) }) else {
      return "The target group of the ResourceLabel \(label) is not attached to the ECS service"
    }
    return nil
  }

  private func customizedProblem(_ metric: JSON) -> String? {
    let single = ["MetricName", "Namespace", "Statistic", "Dimensions", "Unit"].filter { metric[$0] != nil }
    guard let queries = metric["Metrics"]?.arrayValue else {
      let missing = ["MetricName", "Namespace", "Statistic"].first { metric[$0] == nil }
      return missing.map { "\($0) is required for a customized metric without Metrics" }
    }
    if let first = single.first { return "Specify either Metrics or \(first) in a customized metric" }
    guard !queries.isEmpty else { return "Metrics cannot be empty" }
    return queryProblem(queries)
  }

  private func queryProblem(_ queries: [JSON]) -> String? {
    var ids: Set<String> = []
    for query in queries {
      let id = query.string("Id") ?? ""
      guard Self.isId(id) else {
        return "The Id \(id) of a metric must have letters, numbers and underscores only, and begin with a lowercase letter"
      }
      guard ids.insert(id).inserted else { return "The Id \(id) must be unique among all metrics of a scaling policy" }
      guard (query["Expression"] == nil) != (query["MetricStat"] == nil) else {
        return "Specify either Expression or MetricStat in the metric \(id)"
      }
    }
    guard queries.count(where: { $0["ReturnData"]?.boolValue ?? true }) == 1 else {
      return "Exactly one metric of a scaling policy can return data"
    }
    return nil
  }

  private static func isId(_ text: String) -> Bool {
    text.first.map { ("a"..."z").contains($0) } == true
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }
}
