import Diagnostics
import JSONDocument
import Resources

struct ExecutionRoleMissing: TaskDefinitionRule {
  let code = "execution-role-missing"
  let severity = Diagnostic.Severity.error
  let summary = "what ECS itself fetches or writes for a task needs an execution role"
  let source =
    "RegisterTaskDefinition: \"When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.\", \"Fargate requires task definition to have execution role ARN to support ECR images.\""

  func check(_ definition: TaskDefinitionView, _ findings: inout Findings) {
    guard !definition.attributes.has("executionRoleArn") else { return }
    for container in definition.containers {
      guard let reason = Self.reason(container, definition) else { continue }
      findings.add(
        "\(container.label) needs an \"executionRoleArn\": \(reason.words)", at: reason.json,
        details: reason.isOnlyFargate ? definition.fargateDetails : [], fix: "add \"executionRoleArn\" to the task definition")
      return  // one is enough: the member is missing once
    }
  }

  private struct Reason {
    let words: String
    let json: JSON?
    var isOnlyFargate = false
  }

  private static func reason(_ container: ContainerView, _ definition: TaskDefinitionView) -> Reason? {
    let json = container.json
    if json.has("secrets") { return Reason(words: "it has secrets", json: json["secrets"]) }
    if let log = json["logConfiguration"], log.has("secretOptions") {
      return Reason(words: "its log driver has secrets", json: log["secretOptions"])
    }
    if json.has("environmentFiles") { return Reason(words: "it has environment files", json: json["environmentFiles"]) }
    if json.has("repositoryCredentials") {
      return Reason(words: "its registry needs credentials", json: json["repositoryCredentials"])
    }
    guard definition.isFargate else { return nil }
    if let driver = json["logConfiguration"]?["logDriver"], driver.plainText == "awslogs" {
      return Reason(words: "on Fargate the driver awslogs uses it", json: driver, isOnlyFargate: true)
    }
    if container.image?.isInECR == true {
      return Reason(words: "on Fargate images come from ECR by it", json: json["image"], isOnlyFargate: true)
    }
    return nil
  }
}
