import AWS
import JSONDocument
import SimulatedAWS
import Testing

/// An account with a service `web` in the cluster `main`, and short words for Application Auto Scaling.
struct ScaledService {
  let account: Account

  static let key =
    #""ServiceNamespace": "ecs", "ResourceId": "service/main/web", "ScalableDimension": "ecs:service:DesiredCount""#

  init(count: Int = 2, more: String = "") async throws {
    account = try Account()
    try await account.createService(#""desiredCount": \#(count)\#(more)"#)
  }

  /// A service with a target from 1 to 4.
  static func registered() async throws -> ScaledService {
    let service = try await ScaledService()
    try await service.call("RegisterScalableTarget", #""MinCapacity": 1, "MaxCapacity": 4"#)
    return service
  }

  /// With the three members that name the target.
  @discardableResult
  func call(_ operation: String, _ members: String = "") async throws -> JSON {
    try await account.call(.applicationAutoscaling, operation, Self.input(members))
  }

  func refusal(_ operation: String, _ members: String = "") async throws -> String? {
    try await account.refusal(.applicationAutoscaling, operation, Self.input(members)).map { "\($0.code): \($0.message)" }
  }

  func target() async throws -> JSON? {
    try await describe("DescribeScalableTargets", #""ResourceIds": ["service/main/web"]"#, "ScalableTargets").first
  }

  func policies() async throws -> [JSON] { try await describe("DescribeScalingPolicies", "", "ScalingPolicies") }
  func actions() async throws -> [JSON] { try await describe("DescribeScheduledActions", "", "ScheduledActions") }

  func describe(_ operation: String, _ members: String, _ list: String) async throws -> [JSON] {
    let more = members.isEmpty ? "" : ", \(members)"
    return try await account.call(.applicationAutoscaling, operation, #"{"ServiceNamespace": "ecs"\#(more)}"#).list(at: list)
  }

  private static func input(_ members: String) -> String { "{\(key)\(members.isEmpty ? "" : ", \(members)")}" }
}
