import AWS
import JSONDocument
import SimulatedAWS
import Testing

/// A cloud of one account, with short words for calls.
struct Account: Sendable {
  let cloud: SimulatedCloud

  init() throws {
    cloud = try .inMemory()
  }

  init(_ cloud: SimulatedCloud) {
    self.cloud = cloud
  }

  @discardableResult
  func ecs(_ operation: String, _ input: String = "{}") async throws -> JSON { try await call(.ecs, operation, input) }

  @discardableResult
  func ecr(_ operation: String, _ input: String = "{}") async throws -> JSON { try await call(.ecr, operation, input) }

  @discardableResult
  func logs(_ operation: String, _ input: String = "{}") async throws -> JSON { try await call(.logs, operation, input) }

  @discardableResult
  func call(_ service: AWSRequest.Service, _ operation: String, _ input: String) async throws -> JSON {
    try await cloud.call(AWSRequest(service, operation, try JSON(text: input)))
  }

  /// What AWS answers instead of a result; nil when the call succeeds.
  func refusal(_ service: AWSRequest.Service, _ operation: String, _ input: String) async throws -> AWSError? {
    let input = try JSON(text: input)
    do {
      _ = try await cloud.call(AWSRequest(service, operation, input))
      return nil
    } catch {
      return error
    }
  }

  func pass(_ seconds: Double) async { await cloud.clock.sleep(for: .seconds(seconds)) }

  // MARK: Things that many tests need

  static let bridge =
    #""containerDefinitions": [{"name": "web", "image": "nginx:1", "memory": 128, "portMappings": [{"containerPort": 80}]}]"#

  @discardableResult
  func register(_ family: String = "web", _ rest: String = bridge) async throws -> String {
    let answer = try await ecs("RegisterTaskDefinition", #"{"family": "\#(family)", \#(rest)}"#)
    return try #require(answer["taskDefinition"]?["taskDefinitionArn"]?.stringValue)
  }

  /// A revision whose one container runs this image.
  @discardableResult
  func register(image: String, _ container: String = "") async throws -> String {
    try await register(
      "web", #""containerDefinitions": [{"name": "web", "image": "\#(image)", "memory": 128\#(container)}]"#)
  }

  /// Cluster `main`, task definition `web:1` and a service `web` of it.
  @discardableResult
  func createService(_ rest: String = #""desiredCount": 2"#) async throws -> JSON {
    try await ecs("CreateCluster", #"{"clusterName": "main"}"#)
    try await register()
    let answer = try await ecs(
      "CreateService", #"{"cluster": "main", "serviceName": "web", "taskDefinition": "web", \#(rest)}"#)
    return try #require(answer["service"])
  }

  @discardableResult
  func update(_ rest: String) async throws -> JSON {
    let answer = try await ecs("UpdateService", #"{"cluster": "main", "service": "web", \#(rest)}"#)
    return try #require(answer["service"])
  }

  func service(_ name: String = "web") async throws -> JSON {
    let answer = try await ecs("DescribeServices", #"{"cluster": "main", "services": ["\#(name)"], "include": ["TAGS"]}"#)
    return try #require(answer["services"]?.arrayValue?.first)
  }

  func repository(_ name: String = "app", _ rest: String = "") async throws -> String {
    let answer = try await ecr("CreateRepository", #"{"repositoryName": "\#(name)"\#(rest)}"#)
    return try #require(answer["repository"]?["repositoryUri"]?.stringValue)
  }
}

extension JSON {
  func list(at member: String) -> [JSON] { self[member]?.arrayValue ?? [] }
  func text(at member: String) -> String? { self[member]?.stringValue }
  func int(at member: String) -> Int? { self[member]?.intValue }

  /// Messages of a service, newest first.
  var messages: [String] { list(at: "events").compactMap { $0.text(at: "message") } }
  var primary: JSON? { list(at: "deployments").first }
}

/// One named row of a table.
struct Row<Value: Sendable>: Sendable, CustomStringConvertible {
  var name: String
  var value: Value

  init(_ name: String, _ value: Value) {
    self.name = name
    self.value = value
  }

  var description: String { name }
}
