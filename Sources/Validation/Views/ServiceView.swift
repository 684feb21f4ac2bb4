import JSONDocument
package import Resources

/// A service as rules look at it.
package final class ServiceView: Sendable {
  let resource: Resource
  /// Nil when its task definition is not managed here.
  let definition: TaskDefinitionView?

  init(resource: Resource, definition: TaskDefinitionView?) {
    self.resource = resource
    self.definition = definition
  }

  var attributes: JSON { resource.attributes }
  var isDaemon: Bool { attributes.text("schedulingStrategy") == "DAEMON" }
  /// `ECS` unless another is written.
  var controller: String { attributes["deploymentController"]?.text("type") ?? "ECS" }
  /// `ROLLING` unless another is written.
  var strategy: String { attributes["deploymentConfiguration"]?.text("strategy") ?? "ROLLING" }
  var isFargate: Bool { Self.isFargate(resource) }

  package static func isFargate(_ service: Resource) -> Bool {
    if service.attributes.text("launchType") == "FARGATE" { return true }
    return service.attributes.objects("capacityProviderStrategy").contains { item in
      ["FARGATE", "FARGATE_SPOT"].contains(item.text("capacityProvider"))
    }
  }
}

enum RuleViews {
  /// Services know their definitions, definitions know whether a service or a one-off task runs them on Fargate.
  static func make(of resources: [Resource]) -> ([TaskDefinitionView], [ServiceView]) {
    let services = resources.filter { $0.identity.kind == .service }
    var runners: [Address: Address] = [:]
    for service in services + resources.filter({ $0.identity.kind == .oneOffTask }) where ServiceView.isFargate(service) {
      if let target = service.taskDefinitionLink, runners[target] == nil { runners[target] = service.address }
    }
    let definitions = resources.filter { $0.identity.kind == .taskDefinition }
      .map { TaskDefinitionView($0, runOnFargateBy: runners[$0.address]) }
    let byAddress = Dictionary(definitions.map { ($0.resource.address, $0) }, uniquingKeysWith: { first, _ in first })
    return (
      definitions,
      services.map { ServiceView(resource: $0, definition: $0.taskDefinitionLink.flatMap { byAddress[$0] }) }
    )
  }
}
