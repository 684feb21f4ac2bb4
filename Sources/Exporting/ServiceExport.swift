import JSONDocument
package import Resources
import Secrets

/// The files that AWS's own pipelines take, of one service.
package enum ExportForm: String, Sendable, CaseIterable {
  /// imagedefinitions.json, for the action "Amazon ECS" of CodePipeline (CodePipeline user guide, "Image definitions file
  /// reference").
  case imagedefinitions
  /// taskdef.json, the input of RegisterTaskDefinition.
  case taskdef
  /// taskdef.json and appspec.yaml, for `aws ecs deploy` and for CodeDeploy (CodeDeploy user guide, "AppSpec 'resources' section
  /// for Amazon ECS deployments").
  case codedeploy
  /// The same with a placeholder for one image, and imageDetail.json that says what stands for it, for the action "Amazon ECS
  /// (Blue/Green)" of CodePipeline.
  case codepipeline
}

package struct ExportedFile: Sendable, Equatable {
  package var name: String
  package var text: String
}

/// Why a service cannot be exported.
package enum ExportProblem: Error, Sendable, Equatable {
  /// A value of the task definition is a secret in plain text, which the file would show.
  case secret
  /// CodeDeploy shifts the traffic of a load balancer, and the service has none, or more than one.
  case loadBalancers(Int)
  case noContainer(String, known: [String])
  /// It names nothing that could be pulled.
  case noImage(container: String)
  /// CodePipeline reads no more than 100 KB of it.
  case tooLarge(bytes: Int)
}

/// Makes the files of one service. It asks nobody: they say what the environment's files say.
package struct ServiceExport: Sendable {
  private let service: ServiceDocument
  private let definition: TaskDefinitionDocument

  package init(service: ServiceDocument, definition: TaskDefinitionDocument) {
    (self.service, self.definition) = (service, definition)
  }

  /// `container`: whose image gets the placeholder; nil: the one behind the load balancer.
  package func files(_ form: ExportForm, container: String? = nil) throws(ExportProblem) -> [ExportedFile] {
    switch form {
    case .imagedefinitions: [try imageDefinitions()]
    case .taskdef: [try taskDefinition(definition)]
    case .codedeploy: [try taskDefinition(definition), try appSpec()]
    case .codepipeline: try codePipeline(container)
    }
  }

  private static let imageDefinitionsLimit = 100 * 1024

  private func imageDefinitions() throws(ExportProblem) -> ExportedFile {
    var entries: [JSON] = []
    for container in definition.containers {
      let name = container.name ?? ""
      guard let image = container.image else { throw .noImage(container: name) }
      entries.append(["name": .string(name), "imageUri": .string(image.description)])
    }
    let file = Self.file("imagedefinitions.json", .array(entries))
    guard file.text.utf8.count <= Self.imageDefinitionsLimit else { throw .tooLarge(bytes: file.text.utf8.count) }
    return file
  }

  private func taskDefinition(_ definition: TaskDefinitionDocument) throws(ExportProblem) -> ExportedFile {
    guard !SecretFinder.hasSecret(definition.json) else { throw .secret }
    return Self.file("taskdef.json", definition.json)
  }

  private func codePipeline(_ wanted: String?) throws(ExportProblem) -> [ExportedFile] {
    let name: String
    if let wanted { name = wanted } else { name = try balanced().container }
    guard let container = definition.container(named: name) else {
      throw .noContainer(name, known: definition.containers.compactMap(\.name))
    }
    guard let image = container.image else { throw .noImage(container: name) }
    return [
      try taskDefinition(definition.naming(image: "<IMAGE1_NAME>", ofContainer: name)), try appSpec(),
      Self.file("imageDetail.json", ["ImageURI": .string(image.description)]),
    ]
  }

  private func balanced() throws(ExportProblem) -> (container: String, port: Int) {
    let all = service.balancedPorts
    guard all.count == 1 else { throw .loadBalancers(all.count) }
    return all[0]
  }

  /// The text that pipelines replace with the ARN of the revision stays in it. What it does not say, the service says.
  private func appSpec() throws(ExportProblem) -> ExportedFile {
    let (container, port) = try balanced()
    // A text of JSON is a text of YAML.
    let text = """
      version: 0.0
      Resources:
        - TargetService:
            Type: AWS::ECS::Service
            Properties:
              TaskDefinition: "<TASK_DEFINITION>"
              LoadBalancerInfo:
                ContainerName: \(JSON.string(container).text())
                ContainerPort: \(port)

      """
    return ExportedFile(name: "appspec.yaml", text: text)
  }

  private static func file(_ name: String, _ document: JSON) -> ExportedFile {
    ExportedFile(name: name, text: document.text(.pretty) + "\n")
  }
}
