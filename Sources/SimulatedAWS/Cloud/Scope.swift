import Resources

/// One account in one region, and how its objects are named.
struct Scope: Sendable, Hashable {
  let account: String
  let region: String

  /// Key of its documents.
  var name: String { "\(account)/\(region)" }

  var partition: String { AWSPartition.of(region: region).name }

  /// `arn:aws:ecs:eu-west-1:111111111111:cluster/main`
  func arn(_ service: String, _ resource: String) -> String {
    ARN(service, resource, partition: partition, region: region, account: account).description
  }

  /// IAM has no regions.
  func roleArn(_ role: String) -> String {
    ARN("iam", "role/\(role)", partition: partition, account: account).description
  }

  var registry: String { ECRRegistry(account: account, region: region).host }

  /// The scope of a registry's host name, whichever of its hosts that is; nil for registries that are not ECR's.
  init?(registry: some StringProtocol) {
    guard let host = ECRRegistry(host: registry) else { return nil }
    self.init(account: host.account, region: host.region)
  }

  init(account: String, region: String) {
    self.account = account
    self.region = region
  }
}
