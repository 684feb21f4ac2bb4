package import JSONDocument

extension JSON {
  /// Whether this service, or input of RunTask, says that its tasks run on Fargate. What says nothing runs on container
  /// instances, unless the cluster's default capacity providers say otherwise (ECS API, CreateService `launchType`).
  package var asksForFargate: Bool {
    if self["launchType"]?.stringValue == "FARGATE" { return true }
    let strategy = self["capacityProviderStrategy"]?.arrayValue ?? []
    let providers = strategy.compactMap { $0["capacityProvider"]?.stringValue }
    return !providers.isEmpty && providers.allSatisfy { $0.hasPrefix("FARGATE") }
  }
}
