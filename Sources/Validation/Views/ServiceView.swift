import JSONDocument
import Resources

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
  var document: ServiceDocument { ServiceDocument(attributes) }
  var isDaemon: Bool { document.isDaemon }
  /// `ECS` unless another is written whole.
  var controller: DeploymentController {
    let controller = document.deploymentController
    return OpenText.isOpen(controller.name) ? .ecs : controller
  }
  /// `ROLLING` unless another is written whole.
  var strategy: String { OpenText.isOpen(document.strategy) ? "ROLLING" : document.strategy }
  var isFargate: Bool { document.asksForFargate }
}

enum RuleViews {
  /// Services know their definitions, definitions know whether a service or a one-off task runs them on Fargate.
  static func make(of resources: [Resource]) -> ([TaskDefinitionView], [ServiceView]) {
    let services = resources.filter { $0.identity.kind == .service }
    var runners: [Address: Address] = [:]
    for service in services + resources.filter({ $0.identity.kind == .oneOffTask })
    where ServiceDocument(service.attributes).asksForFargate {
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
