/// One account in one region, and how its objects are named.
struct Scope: Sendable, Hashable {
  let account: String
  let region: String

  /// Key of its documents.
  var name: String { "\(account)/\(region)" }

  var partition: String {
    if region.hasPrefix("cn-") { return "aws-cn" }
    return region.hasPrefix("us-gov-") ? "aws-us-gov" : "aws"
  }

  /// `arn:aws:ecs:eu-west-1:111111111111:cluster/main`
  func arn(_ service: String, _ resource: String) -> String {
    "arn:\(partition):\(service):\(region):\(account):\(resource)"
  }

  /// IAM has no regions.
  func roleArn(_ role: String) -> String { "arn:\(partition):iam::\(account):role/\(role)" }

  var registry: String {
    "\(account).dkr.ecr.\(region).amazonaws.com" + (partition == "aws-cn" ? ".cn" : "")
  }

  /// The scope of a registry's host name; nil for registries that are not ECR's.
  init?(registry: some StringProtocol) {
    let parts = registry.split(separator: ".")
    guard parts.count >= 6, parts[1] == "dkr", parts[2] == "ecr", parts[4] == "amazonaws", parts[0].count == 12 else {
      return nil
    }
    self.init(account: String(parts[0]), region: String(parts[3]))
  }

  init(account: String, region: String) {
    self.account = account
    self.region = region
  }
}
