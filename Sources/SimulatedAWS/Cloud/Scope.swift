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
    "arn:\(partition):\(service):\(region):\(account):\(resource)"
  }

  /// IAM has no regions.
  func roleArn(_ role: String) -> String { "arn:\(partition):iam::\(account):role/\(role)" }

  var registry: String { ECRRegistry(account: account, region: region).host }

  /// The scope of a registry's host name, whichever of its hosts that is; nil for registries that are not ECR's.
  init?(registry: some StringProtocol) {
    guard let registry = ECRRegistry(host: registry) else { return nil }
    self.init(account: registry.account, region: registry.region)
  }

  init(account: String, region: String) {
    self.account = account
    self.region = region
  }
}
