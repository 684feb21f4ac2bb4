import Providers
import Resources
import Testing

extension ConformanceCase {
  /// Resources that stand alone: made, read, deleted.
  static let roundTripCases: [ConformanceCase] = shapes.map { shape in
    ConformanceCase("\(shape.kind.noun), \(shape.name): reads back as it was made", needs: shape.needs) { provider, setting in
      try await verifyRoundTrip(try setting.resource(shape.kind, "thing", shape.attributes), provider, setting)
    }
  }

  private struct Shape: Sendable {
    var kind: ResourceKind
    var name: String
    var attributes: String
    var needs: Set<Capability> = []
  }

  private static let shapes: [Shape] = [
    Shape(kind: .cluster, name: "bare", attributes: "{}"),
    Shape(
      kind: .cluster, name: "with insights and tags",
      attributes: """
        {"settings": [{"name": "containerInsights", "value": "enabled"}], "tags": [{"key": "team", "value": "a"}]}
        """),
    Shape(
      kind: .cluster, name: "with capacity providers",
      attributes: """
        {"capacityProviders": ["FARGATE_SPOT", "FARGATE"],
         "defaultCapacityProviderStrategy": [{"capacityProvider": "FARGATE", "weight": 1, "base": 1},
                                             {"capacityProvider": "FARGATE_SPOT", "weight": 4}]}
        """),
    Shape(
      kind: .cluster, name: "with logged commands",
      attributes: """
        {"configuration": {"executeCommandConfiguration": {"logging": "OVERRIDE",
         "logConfiguration": {"cloudWatchLogGroupName": "/ecs/exec"}}}}
        """),
    Shape(kind: .logGroup, name: "bare", attributes: "{}", needs: [.logGroups]),
    Shape(
      kind: .logGroup, name: "with retention and tags", attributes: #"{"retentionInDays": 30, "tags": {"team": "a"}}"#,
      needs: [.logGroups]),
    Shape(kind: .repository, name: "bare", attributes: "{}", needs: [.repositories]),
    Shape(
      kind: .repository, name: "immutable, scanned and tagged",
      attributes: """
        {"imageTagMutability": "IMMUTABLE", "imageScanningConfiguration": {"scanOnPush": true},
         "encryptionConfiguration": {"encryptionType": "AES256"}, "tags": [{"Key": "team", "Value": "a"}]}
        """, needs: [.repositories]),
    Shape(
      kind: .repository, name: "with both policies",
      attributes: """
        {"lifecyclePolicy": {"rules": [{"rulePriority": 1, "description": "keep the last thirty",
          "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 30},
          "action": {"type": "expire"}}]},
         "repositoryPolicy": {"Version": "2012-10-17", "Statement": [{"Sid": "pull", "Effect": "Allow",
          "Principal": "*", "Action": ["ecr:BatchGetImage"]}]}}
        """, needs: [.repositories, .repositoryPolicies]),
  ]
}

/// Made, read as it was made, deleted, absent, and deleted again.
func verifyRoundTrip(_ wanted: Resource, _ provider: any Provider, _ setting: ConformanceSetting) async throws {
  let tokens = Tokens(setting)
  let made = try await provider.create(wanted, token: tokens(1))
  expectSame(made.object.attributes, as: wanted, "made")
  let read = try await provider.observation(of: wanted)?.object
  expectSame(read?.attributes, as: wanted, "read")
  #expect(read?.arn == made.object.arn)
  let deletion = ResourceDeletion(identity: wanted.identity, arn: made.object.arn, withData: true)
  try await provider.delete(deletion, token: tokens(2))
  #expect(try await provider.observation(of: wanted) == .absent)
  try await provider.delete(deletion, token: tokens(3))
}
