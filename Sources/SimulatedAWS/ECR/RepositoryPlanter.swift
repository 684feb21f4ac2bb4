import AWS
import JSONDocument
import Resources

struct RepositoryPlanter: Planter {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  func assume(_ identity: ResourceIdentity) throws(AWSError) {
    guard try !call.documents.contains(.repositories, identity.name) else { return }
    _ = try Repositories(call).create(["repositoryName": .string(identity.name)])
  }

  func plant(_ object: ObservedObject) throws(AWSError) {
    let name = object.identity.name
    var document = object.attributes.without(["tags"])
    for (member, kind) in [("lifecyclePolicy", RepositoryPolicies.Kind.lifecycle), ("repositoryPolicy", .access)] {
      guard let policy = document[member], !policy.isNull else { continue }
      document[member] = nil
      try call.documents.put(
        kind.collection, name,
        .members((kind.member, .string(policy.stringValue ?? policy.text())), ("lastEvaluatedAt", .time(call.now))))
    }
    document["repositoryName"] = .string(name)
    document.fill("repositoryArn", .string(call.arn("ecr", "repository/\(name)")))
    document.fill("registryId", .string(call.scope.account))
    try call.documents.put(.repositories, name, document)
    try call.plantTags(document.string("repositoryArn"), of: object)
  }
}
