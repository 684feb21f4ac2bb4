import AWS
import JSONDocument
import Providers
import Resources
import Synchronization

/// A client that answers from a function and writes down what it was asked. Its clock moves only when somebody sleeps.
final class ScriptedClient: AWSClient {
  typealias Answer = @Sendable (AWSRequest, _ earlier: Int) throws(AWSError) -> JSON

  private let answer: Answer
  /// Answers who scales services; nobody does, unless a test is about that.
  private let scaling: Answer
  private let asked = Mutex<[(request: AWSRequest, time: Double)]>([])
  private let time = ScriptedClock()

  /// `earlier` is how many calls of the same operation came before.
  init(_ answer: @escaping Answer, scaling: @escaping Answer = { _, _ in ["ScalableTargets": []] }) {
    self.answer = answer
    self.scaling = scaling
  }

  var clock: any AWSClock { time }
  var requests: [AWSRequest] { asked.withLock { $0.map(\.request) } }
  var operations: [String] { requests.map(\.operation) }
  var secondsPassed: Double { time.seconds }
  /// Seconds that had passed at each request.
  var times: [Double] { asked.withLock { $0.map(\.time) } }

  func inputs(of operation: String) -> [JSON] { requests.filter { $0.operation == operation }.map(\.input) }

  func call(_ request: AWSRequest) async throws(AWSError) -> JSON {
    guard request.operation != "DescribeScalableTargets" else { return try scaling(request, 0) }
    let earlier = asked.withLock { asked in
      asked.append((request, time.seconds))
      return asked.count { $0.request.operation == request.operation } - 1
    }
    await Task.yield()
    return try answer(request, earlier)
  }
}

final class ScriptedClock: AWSClock {
  private let passed = Mutex<Double>(0)
  static let start = 1_700_000_000.0

  var seconds: Double { passed.withLock { $0 } }

  func now() async -> Double { Self.start + seconds }

  func sleep(for duration: Duration) async {
    let wait = Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    passed.withLock { $0 += wait }
    await Task.yield()
  }
}

extension AWSError {
  static func lost(_ code: String = "Unreachable") -> AWSError {
    AWSError(code: code, message: "the connection was reset", isCertain: false)
  }
}

extension AWSProvider {
  static func scripted(_ client: ScriptedClient) -> AWSProvider {
    AWSProvider(
      client: client,
      identity: ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: "111111111111"),
      random: SeededGenerator(seed: 1))
  }
}

extension ResourceIdentity {
  static func service(_ name: String, in cluster: String = "main") -> ResourceIdentity {
    ResourceIdentity(.service, name: name, scope: cluster)
  }
}

func json(_ text: String) throws -> JSON { try JSON(text: text) }

func resource(_ identity: ResourceIdentity, _ attributes: JSON) -> Resource {
  Resource(address: Address(identity.kind, identity.name), identity: identity, attributes: attributes)
}

/// A service as ECS describes it.
func serviceDocument(
  _ name: String, status: String = "ACTIVE", revision: String = "api:1", deployments: [JSON] = []
) -> JSON {
  [
    "serviceName": .string(name), "serviceArn": .string("arn:aws:ecs:eu-west-1:111111111111:service/main/\(name)"),
    "status": .string(status), "taskDefinition": .string(revisionARN(revision)), "deployments": .array(deployments),
    "desiredCount": 2, "runningCount": 2,
  ]
}

func revisionARN(_ name: String) -> String { "arn:aws:ecs:eu-west-1:111111111111:task-definition/\(name)" }

func deployment(
  _ id: String, _ status: String, _ state: String? = "COMPLETED", revision: String = "api:1", running: Int = 2, desired: Int = 2,
  reason: String? = nil
) -> JSON {
  var document: JSON = [
    "id": .string(id), "status": .string(status), "taskDefinition": .string(revisionARN(revision)),
    "runningCount": .int(running), "desiredCount": .int(desired), "createdAt": 1_700_000_000,
  ]
  document["rolloutState"] = state.map { .string($0) }
  document["rolloutStateReason"] = reason.map { .string($0) }
  return document
}
