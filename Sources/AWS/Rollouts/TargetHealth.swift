import JSONDocument
import Providers
import Resources

/// What the load balancers of a service think of its tasks.
extension APICalls {
  private static let groupLimit = 5
  private static let targetManner = CallPolicy(attempts: 2)

  /// The unhealthy targets of these target groups. Targets that register or drain tell nothing.
  func unhealthyTargets(of groups: [String]) async throws(ProviderError) -> [RolloutEvidence.UnhealthyTargets] {
    var found: [RolloutEvidence.UnhealthyTargets] = []
    for group in groups.prefix(Self.groupLimit) {
      let answer = try await call(.elbv2, "DescribeTargetHealth", ["TargetGroupArn": .string(group)], Self.targetManner)
      let unhealthy = (answer["TargetHealthDescriptions"]?.arrayValue ?? []).compactMap { $0["TargetHealth"] }
        .filter { $0["State"]?.stringValue == "unhealthy" }
      for health in unhealthy {
        let (reason, description) = (health["Reason"]?.stringValue, health["Description"]?.stringValue)
        let name = Self.name(ofGroup: group)
        if let position = found.firstIndex(where: {
          $0.group == name && $0.reason == reason && $0.description == description
        }) {
          found[position].count += 1
        } else {
          found.append(.init(group: name, reason: reason, description: description, count: 1))
        }
      }
    }
    return found
  }

  /// `…:targetgroup/web/1a2b3c4d5e6f7a8b` is the group `web`.
  private static func name(ofGroup arn: String) -> String {
    ARN(arn)?.names.first.map(String.init) ?? arn
  }
}
