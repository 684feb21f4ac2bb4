/// Where moto 5.2.1 is not like AWS, by the name of the conformance case that notices.
///
/// A case in this table must fail: when a newer moto keeps the promise, its line goes.
enum MotoDifferences {
  static let all: [String: String] = [
    "revisions are read by ARN, by number and by family":
      "DescribeTaskDefinition of a family answers the newest revision even when it is INACTIVE; AWS the newest active one",
    service("on instances in bridge mode"): forgets("placementStrategy"),
    service("on Fargate behind a load balancer"): forgets("enableExecuteCommand and healthCheckGracePeriodSeconds"),
    service("with Service Connect"): forgets("serviceConnectConfiguration"),
    service("with a capacity provider strategy"): forgets("capacityProviderStrategy"),
    service("with a volume of its own"): forgets("volumeConfigurations"),
    service("with tags"): forgets("enableECSManagedTags"),
  ]

  private static func service(_ shape: String) -> String { "service, \(shape): runs and reads back as it was made" }
  private static func forgets(_ members: String) -> String { "CreateService forgets \(members)" }
}
