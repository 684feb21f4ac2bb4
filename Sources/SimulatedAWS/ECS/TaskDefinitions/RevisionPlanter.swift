import AWS
import JSONDocument
import Resources

struct RevisionPlanter: Planter {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  /// The revision that the object's ARN names, as an active one.
  func plant(_ object: ObservedObject) throws(AWSError) {
    guard let arn = object.arn, let number = RevisionReference(arn).number else { return }
    try plant(
      Revision(arn: arn, family: object.identity.name, number: number, isActive: true, content: object.attributes))
  }

  /// The next revision of the family gets a higher number.
  func plant(_ revision: Revision) throws(AWSError) {
    let key = RevisionKey(family: revision.family, number: revision.number)
    var document = revision.content.without(["tags"])
    document["taskDefinitionArn"] = .string(revision.arn)
    document["family"] = .string(revision.family)
    document["revision"] = .int(revision.number)
    document["status"] = revision.isActive ? "ACTIVE" : "INACTIVE"
    try call.documents.put(.taskDefinitions, key.text, document)
    try call.documents.put(revision.isActive ? .activeRevisions : .inactiveRevisions, key.text, text: "")
    if let tags = revision.content["tags"], !tags.isNull { try call.documents.put(.tags, key.arn(call.scope), tags) }
    try call.documents.raise("revision \(revision.family)", to: revision.number)
  }
}
