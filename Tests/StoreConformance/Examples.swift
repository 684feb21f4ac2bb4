import JSONDocument
package import Recording
package import Resources

extension ProviderIdentity {
  package static let example = ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: "123456789012")
}

extension RecordedResource {
  package static func service(_ name: String, count: Int = 1) -> RecordedResource {
    RecordedResource(
      address: Address(.service, name), identity: ResourceIdentity(.service, name: name, scope: "main"),
      declared: ["serviceName": .string(name), "desiredCount": .int(count)],
      observed: ["serviceName": .string(name), "desiredCount": .int(count), "status": "ACTIVE"],
      arn: "arn:aws:ecs:eu-west-1:123456789012:service/main/\(name)")
  }

  /// The service at the address that has another name in AWS.
  package static func service(_ name: String, named other: String) -> RecordedResource {
    var resource = service(other)
    resource.address = Address(.service, name)
    return resource
  }

  package static func repository(_ name: String) -> RecordedResource {
    RecordedResource(
      address: Address(.repository, name), identity: ResourceIdentity(.repository, name: name),
      declared: ["repositoryName": .string(name)], observed: ["repositoryName": .string(name)])
  }
}

extension Revision {
  package static func example(_ family: String, _ number: Int, image: String = "nginx:1.27") -> Revision {
    Revision(
      arn: "arn:aws:ecs:eu-west-1:123456789012:task-definition/\(family):\(number)", family: family, number: number,
      isActive: true,
      content: [
        "family": .string(family), "containerDefinitions": [["name": "app", "image": .string(image), "memory": 128]],
      ])
  }
}

extension OperationIntent {
  package static func create(_ resource: RecordedResource, token: String = "token-1") -> OperationIntent {
    OperationIntent(
      address: resource.address, identity: resource.identity, verb: .create, token: token, declared: resource.declared)
  }
}

extension RunDescription {
  package static let example = RunDescription(operation: "apply", who: "kim@laptop")
}

extension LockRequest {
  /// No process has this number: it is above every limit of `pid_max`.
  package static let deadPid = Int32.max

  package static func example(who: String = "kim@laptop", host: String = "laptop", pid: Int32 = 1) -> LockRequest {
    LockRequest(operation: "apply", who: who, host: host, pid: pid, runURL: "https://ci.example/runs/7")
  }
}

extension StateStore {
  /// Writes resources down as an apply does: intent, then result.
  @discardableResult
  package func record(_ resources: [RecordedResource]) async throws(StateError) -> RunID {
    let run = try await beginRun(.example)
    for resource in resources {
      try await complete(try await begin(.create(resource), in: run), .recorded(resource, revision: nil))
    }
    return run
  }
}
