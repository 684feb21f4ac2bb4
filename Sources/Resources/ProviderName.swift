/// How calls of the API are made: the `provider` of environment.json, and of states and plans.
///
/// Another transport is one case here, and one line where clients are made (`ClientFactory`).
package enum ProviderName: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
  /// The cloud that this program simulates, in a file beside the state.
  case simulatedAWS = "simulated-aws"
  /// AWS, or what answers like it, over HTTPS.
  case aws
  /// The same through the `aws` program.
  case awsCommandLine = "aws-cli"

  package var description: String { rawValue }

  /// Both reach the same objects: how calls travel is no part of a state.
  package func reachesSame(as other: ProviderName) -> Bool {
    self == other || (self != .simulatedAWS && other != .simulatedAWS)
  }
}
