package import JSONDocument
package import Providers

/// Makes one call of the AWS API. The `aws` program and the simulated cloud are two of these.
///
/// A client does not retry, batch or pace: that is done once, for all clients, in this room.
package protocol AWSClient: Sendable {
  /// The answer's document; throws what AWS answered instead.
  func call(_ request: AWSRequest) async throws(AWSError) -> JSON

  /// The time the cloud lives in. The simulated cloud's is virtual, so that waiting for it costs no time.
  var clock: any AWSClock { get }

  /// For each of some calls, what of it the client itself is too old to make. Makes no call.
  func unknownToProgram(in requests: [AWSRequest]) async -> [[UnknownToProgram]]
}

extension AWSClient {
  /// One that passes on whatever it is given.
  package func unknownToProgram(in requests: [AWSRequest]) async -> [[UnknownToProgram]] { requests.map { _ in [] } }
}

/// A client whose calls leave this program.
package protocol RemoteClient: AWSClient {
  /// Whether calls of ECS go to a server of this machine, so that this cannot be AWS.
  var reachesThisMachineOnly: Bool { get }
  /// Where the credentials of its calls come from, for people; nil where another program looks for them.
  func credentialOrigin() async throws(AWSError) -> String?
}

extension RemoteClient {
  package func credentialOrigin() async throws(AWSError) -> String? { nil }
}

package protocol AWSClock: Sendable {
  /// Seconds since 1970 UTC.
  func now() async -> Double
  /// Lets `duration` of the cloud's time pass. Returns early when the task is cancelled.
  func sleep(for duration: Duration) async
}

/// One call: which service, which operation, and its input in the API's own JSON.
package struct AWSRequest: Sendable, Equatable {
  /// Named as the `aws` program names them.
  package enum Service: String, Sendable, CaseIterable {
    case ecs, ecr, logs, sts
    case applicationAutoscaling = "application-autoscaling"
    /// Makes and opens the key of an encrypted state, and nothing else.
    case kms
    /// Only asked about what a plan needs, never changed.
    case iam, secretsmanager, ssm, ec2, elbv2
    /// The body of an object is the member `Body`, as text, in the input and in the answer.
    case s3
  }

  package var service: Service
  /// As the API names it: `DescribeServices`.
  package var operation: String
  package var input: JSON

  package init(_ service: Service, _ operation: String, _ input: JSON) {
    self.service = service
    self.operation = operation
    self.input = input
  }
}

extension AWSRequest {
  /// The IAM action that it needs.
  var permission: String { "\(service == .elbv2 ? "elasticloadbalancing" : service.rawValue):\(operation)" }
}

/// What AWS, or the way to it, answered instead of a result.
package struct AWSError: Error, Sendable, Equatable {
  /// The API's code (`ThrottlingException`), or one of `LocalErrorCode` for what never reached it.
  package var code: String
  package var message: String
  /// The request was certainly not carried out. False when that is not known: the answer was lost on its way.
  package var isCertain: Bool

  package init(code: String, message: String, isCertain: Bool = true) {
    self.code = code
    self.message = message
    self.isCertain = isCertain
  }

  /// No answer came.
  package static func unreachable(_ message: String, isCertain: Bool) -> AWSError {
    AWSError(code: LocalErrorCode.unreachable, message: message, isCertain: isCertain)
  }

  package var isUnreachable: Bool { code == LocalErrorCode.unreachable }
}
