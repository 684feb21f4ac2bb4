import AWS
import JSONDocument
import SimulatedAWS
import Testing

/// Which new services AWS keeps balanced over zones without being asked.
@Suite("Zone rebalancing of a new service")
struct ZoneRebalancingTests {
  static let rows = [
    Row("a plain one", (#""desiredCount": 1"#, "ENABLED")),
    Row(
      "one that spreads over zones first", (placed(#"{"type": "spread", "field": "attribute:ecs.availability-zone"}"#), "ENABLED")
    ),
    Row("one that is packed", (placed(#"{"type": "binpack", "field": "memory"}"#), "DISABLED")),
    Row("a daemon", (#""schedulingStrategy": "DAEMON""#, "DISABLED")),
    Row(
      "one behind a classic load balancer",
      (
        #""desiredCount": 1, "loadBalancers": [{"loadBalancerName": "old", "containerName": "web", "containerPort": 80}]"#,
        "DISABLED"
      )),
    Row(
      "one without room",
      (
        #""desiredCount": 1, "deploymentConfiguration": {"maximumPercent": 100, "minimumHealthyPercent": 0}"#, "DISABLED"
      )),
    Row(
      "one in one zone",
      (
        #""desiredCount": 1, "placementConstraints": [{"type": "memberOf", "expression": "attribute:ecs.availability-zone == eu-west-1a"}]"#,
        "DISABLED"
      )),
    Row("one that says so", (#""desiredCount": 1, "availabilityZoneRebalancing": "DISABLED""#, "DISABLED")),
  ]

  private static func placed(_ strategy: String) -> String { #""desiredCount": 1, "placementStrategy": [\#(strategy)]"# }

  @Test("is on only where it is possible", arguments: rows)
  func defaults(row: Row<(String, String)>) async throws {
    let service = try await Account().createService(row.value.0)
    #expect(service.text(at: "availabilityZoneRebalancing") == row.value.1)
  }
}
