package import AWS
package import JSONDocument
import Synchronization

/// A client that answers DescribeServices as ECS's replicas do now and then: once after a service was made it may answer
/// `MISSING`, and once after a service was changed what was true before (hashicorp/terraform-provider-aws#3387, #24565;
/// aws/amazon-ecs-cli#990). Which answers lag follows from the seed.
package final class LaggingReplicas: AWSClient {
  private let client: any AWSClient
  private let seed: UInt64
  private let state = Mutex(Lag())

  fileprivate struct Lag {
    /// What was answered last of each service, by its name.
    var last: [String: JSON] = [:]
    /// Services of which one answer is still to lag.
    var open: Set<String> = []
    var writes = 0
    var lagged = 0
  }

  package init(_ client: any AWSClient, seed: UInt64) {
    self.client = client
    self.seed = seed
  }

  package var clock: any AWSClock { client.clock }

  /// Answers that were out of date until now.
  package var lagged: Int { state.withLock { $0.lagged } }

  /// Lets all replicas catch up, as they have when somebody comes later.
  package func catchUp() { state.withLock { $0.open = [] } }

  package func call(_ request: AWSRequest) async throws(AWSError) -> JSON {
    let answer = try await client.call(request)
    switch request.operation {
    case "CreateService", "UpdateService":
      guard let name = answer["service"]?["serviceName"]?.stringValue else { return answer }
      state.withLock { state in
        state.writes += 1
        let isLagging = DeterministicId.mixed("lag \(seed) \(state.writes)").isMultiple(of: 2)
        if isLagging { state.open.insert(name) }
        if request.operation == "CreateService" { state.last[name] = nil }
      }
      return answer
    case "DescribeServices": return state.withLock { $0.replaced(answer) }
    default: return answer
    }
  }
}

extension LaggingReplicas.Lag {
  fileprivate mutating func replaced(_ answer: JSON) -> JSON {
    var answer = answer
    var services: [JSON] = []
    for service in answer["services"]?.arrayValue ?? [] {
      let name = service["serviceName"]?.stringValue ?? ""
      guard open.remove(name) != nil else {
        last[name] = service
        services.append(service)
        continue
      }
      lagged += 1
      if let older = last[name] {
        services.append(older)
      } else {
        let failure: JSON = ["arn": service["serviceArn"] ?? .null, "reason": "MISSING"]
        answer["failures"] = .array((answer["failures"]?.arrayValue ?? []) + [failure])
      }
    }
    answer["services"] = .array(services)
    return answer
  }
}
