import AWS
import JSONDocument
import Resources

struct ClusterPlanter: Planter {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  func assume(_ identity: ResourceIdentity) throws(AWSError) {
    _ = try Clusters(call).create(["clusterName": .string(identity.name)])
  }

  func plant(_ object: ObservedObject) throws(AWSError) {
    let name = object.identity.name
    var document = object.attributes.without(["tags"])
    document["clusterName"] = .string(name)
    document.fill("clusterArn", .string(call.arn("ecs", "cluster/\(name)")))
    document.fill("status", "ACTIVE")
    try call.documents.put(.clusters, name, document)
    try call.plantTags(document.string("clusterArn"), of: object)
  }
}
