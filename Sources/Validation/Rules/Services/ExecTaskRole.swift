import Diagnostics
import JSONDocument
import Resources

struct ExecTaskRole: ValidationRule {
  let code = "exec-task-role"
  let severity = Diagnostic.Severity.error
  let summary = "ECS Exec needs a task role"
  let source =
    "CreateService, UpdateService: \"a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.\"; RunTask: \"a valid task role is not being used\""

  func check(_ context: ValidationContext) -> [Diagnostic] {
    var findings = Findings(self, context)
    let definitions = Dictionary(
      context.taskDefinitions.map { ($0.resource.address, $0) }, uniquingKeysWith: { first, _ in first })
    for runner in context.resources(of: .service) + context.resources(of: .oneOffTask) {
      guard let definition = runner.taskDefinitionLink.flatMap({ definitions[$0] }), Self.lacksRole(runner, definition) else {
        continue
      }
      findings.file = runner.file
      findings.add(
        "\"\(ServiceDocument.execMember)\" needs a task role, and the task definition \"\(definition.resource.identity.name)\" has none",
        at: runner.attributes.mark(of: ServiceDocument.execMember),
        fix: "add \"taskRoleArn\" to the task definition")
    }
    return findings.diagnostics
  }

  private static func lacksRole(_ runner: Resource, _ definition: TaskDefinitionView) -> Bool {
    let runs = OneOffTaskDocument(runner.attributes)
    return runs.opensExec && runs.taskRole == nil && TaskDefinitionDocument(definition.attributes).taskRole == nil
  }
}
