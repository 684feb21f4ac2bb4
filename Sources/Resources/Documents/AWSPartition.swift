/// A part of AWS with accounts, endpoints and ARNs of its own: the regions of China are one, those for the US government
/// another.
///
/// Names, prefixes of regions and host suffixes are those of botocore's `partitions.json`.
package struct AWSPartition: Sendable, Hashable {
  /// First part of its ARNs: `aws`, `aws-cn`.
  package let name: String
  /// What hosts of its services end in: `amazonaws.com`.
  package let dnsSuffix: String
  /// The same for hosts that answer over IPv6 too.
  package let dualStackSuffix: String
  private let regionPrefixes: [String]

  private init(_ name: String, _ dnsSuffix: String, dualStack: String, regions regionPrefixes: [String]) {
    self.name = name
    self.dnsSuffix = dnsSuffix
    dualStackSuffix = dualStack
    self.regionPrefixes = regionPrefixes
  }

  /// The commercial one, which every region belongs to that no other claims.
  private static let standard = AWSPartition("aws", "amazonaws.com", dualStack: "api.aws", regions: [])

  private static let others = [
    AWSPartition("aws-cn", "amazonaws.com.cn", dualStack: "api.amazonwebservices.com.cn", regions: ["cn-"]),
    AWSPartition("aws-us-gov", "amazonaws.com", dualStack: "api.aws", regions: ["us-gov-"]),
    AWSPartition("aws-iso", "c2s.ic.gov", dualStack: "api.aws.ic.gov", regions: ["us-iso-"]),
    AWSPartition("aws-iso-b", "sc2s.sgov.gov", dualStack: "api.aws.scloud", regions: ["us-isob-"]),
    AWSPartition("aws-iso-e", "cloud.adc-e.uk", dualStack: "api.cloud-aws.adc-e.uk", regions: ["eu-isoe-"]),
    AWSPartition("aws-iso-f", "csp.hci.ic.gov", dualStack: "api.aws.hci.ic.gov", regions: ["us-isof-"]),
    AWSPartition("aws-eusc", "amazonaws.eu", dualStack: "api.amazonwebservices.eu", regions: ["eusc-"]),
  ]

  package static let all = [standard] + others

  package static func of(region: String) -> AWSPartition {
    others.first { $0.regionPrefixes.contains(where: region.hasPrefix) } ?? standard
  }
}
