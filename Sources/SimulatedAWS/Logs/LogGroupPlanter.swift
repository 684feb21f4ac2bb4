import AWS
import JSONDocument
import Resources

struct LogGroupPlanter: Planter {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  func assume(_ identity: ResourceIdentity) throws(AWSError) {
    guard try !call.documents.contains(.logGroups, identity.name) else { return }
    _ = try LogGroups(call).create(["logGroupName": .string(identity.name)])
  }

  func plant(_ object: ObservedObject) throws(AWSError) {
    let name = object.identity.name
    let arn = call.arn("logs", "log-group:\(name)")
    var document = object.attributes.without(["tags"])
    document["logGroupName"] = .string(name)
    document.fill("arn", .string(arn + ":*"))
    document.fill("logGroupArn", .string(arn))
    try call.documents.put(.logGroups, name, document)
    try call.plantTags(arn, of: object)
  }
}
