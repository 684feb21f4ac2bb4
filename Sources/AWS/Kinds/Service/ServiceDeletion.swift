import JSONDocument
import Providers
import Resources

/// Takes a service down: no tasks, then DeleteService, then waiting until nothing of it is left.
struct ServiceDeletion {
  let calls: APICalls
  let poller: ServicePoller
  let identity: ResourceIdentity

  private var key: JSON { ["cluster": .string(identity.cluster), "service": .string(identity.name)] }

  func run() async throws(ProviderError) {
    let found = try await calls.services([identity], withTags: false)
    guard let service = found[identity], service.status != "INACTIVE" else { return }
    if service.status == "DRAINING" {
      try await waitUntilGone()
      return
    }
    do throws(ProviderError) {
      try await scaleDown(service)
      try await afterChange { () async throws(ProviderError) in
        _ = try await calls.call(.ecs, "DeleteService", key)
      }
    } catch {
      guard error.isAbsence else { throw error }
      return
    }
    try await afterChange { () async throws(ProviderError) in try await waitUntilGone() }
  }

  /// A daemon has no count of its own to take down.
  private func scaleDown(_ service: ServiceShape) async throws(ProviderError) {
    guard !service.isDaemon, service.document["desiredCount"]?.intValue != 0 else { return }
    var input = key
    input["desiredCount"] = 0
    _ = try await calls.call(.ecs, "UpdateService", input)
  }

  /// ECS needs minutes when tasks drain from a load balancer; its own waiter gives up after ten, Terraform's after twenty.
  private static let patience = 1200.0

  private func waitUntilGone() async throws(ProviderError) {
    let deadline = await calls.clock.now() + Self.patience
    let identity = identity
    let end = await poller.answer(about: identity, deadline: deadline) { snapshot -> Result<Void, ProviderError>? in
      switch snapshot.state {
      case .missing: return .success(())
      case .present(let service, _) where service.status == "INACTIVE": return .success(())
      case .trouble(let error) where !error.kind.mayPass: return .failure(error)
      case .present, .trouble: break
      }
      guard snapshot.time >= deadline else { return nil }
      return .failure(
        ProviderError(.busy, operation: "DeleteService", message: "service \"\(identity)\" is still draining"))
    }
    guard let end else {
      throw ProviderError(
        .cancelled, operation: "DeleteService", message: "stopped while service \"\(identity)\" drains")
    }
    try end.get()
  }
}
