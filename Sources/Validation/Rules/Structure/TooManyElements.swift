import Diagnostics
import JSONDocument
import Resources

struct TooManyElements: ValidationRule {
  let code = "too-many-elements"
  let severity = Diagnostic.Severity.error
  let summary = "lists are no longer than the API takes"
  let source = "ECS and ECR API references, \"Array Members\" and the texts of the members; Amazon ECS service quotas"

  private struct Limit: Sendable {
    let list: FieldSelector
    let count: Int
  }

  private static let limits: [ResourceKind: [Limit]] = [
    .taskDefinition: [
      Limit(list: "tags", count: 50),
      Limit(list: "placementConstraints", count: 10),
      Limit(list: "containerDefinitions[].environmentFiles", count: 10),
      Limit(list: "containerDefinitions[].credentialSpecs", count: 1),
      Limit(list: "containerDefinitions[].restartPolicy.ignoredExitCodes", count: 50),
    ],
    .service: [
      Limit(list: "tags", count: 50),
      Limit(list: "capacityProviderStrategy", count: 20),
      Limit(list: "loadBalancers", count: 5),
      Limit(list: "serviceRegistries", count: 1),
      Limit(list: "placementStrategy", count: 5),
      Limit(list: "placementConstraints", count: 10),
      Limit(list: "volumeConfigurations", count: 1),
      Limit(list: "networkConfiguration.awsvpcConfiguration.subnets", count: 16),
      Limit(list: "networkConfiguration.awsvpcConfiguration.securityGroups", count: 5),
      Limit(list: "serviceConnectConfiguration.services[].clientAliases", count: 1),
    ],
    .cluster: [Limit(list: "tags", count: 50), Limit(list: "defaultCapacityProviderStrategy", count: 20)],
    .repository: [Limit(list: "tags", count: 50), Limit(list: "imageTagMutabilityExclusionFilters", count: 5)],
    .logGroup: [Limit(list: "tags", count: 50)],
  ]

  func check(_ context: ValidationContext) -> [Diagnostic] {
    var findings = Findings(self, context)
    for resource in context.resources {
      findings.file = resource.file
      for limit in Self.limits[resource.identity.kind] ?? [] {
        limit.list.forEach(in: resource.attributes) { json in
          let count = json.arrayValue?.count ?? json.objectValue?.count ?? 0
          guard count > limit.count else { return }
          findings.add("\"\(limit.list.member)\" has \(count) elements; AWS takes at most \(limit.count)", at: json)
        }
      }
    }
    return findings.diagnostics
  }
}
