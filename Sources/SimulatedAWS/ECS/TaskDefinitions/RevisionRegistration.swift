import AWS
import JSONDocument

/// RegisterTaskDefinition: each call makes a revision, also of content that is registered already.
struct RevisionRegistration {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  /// ECS's limit for the serialised input.
  private static let byteLimit = 65536

  func register(_ input: JSON) throws(AWSError) -> JSON {
    let size = input.text().utf8.count
    guard size <= Self.byteLimit else {
      throw .client("Actual length: '\(size)'. Max allowed length is '\(Self.byteLimit)' bytes.")
    }
    if let tags = input["tags"] {
      guard tags.arrayValue?.isEmpty == false else { throw .client("Tags can not be empty.") }
      try call.ecsTags.check(tags)
    }
    try TaskDefinitionCheck(input).run()

    let family = input.string("family") ?? ""
    let key = RevisionKey(family: family, number: try call.documents.nextNumber("revision \(family)"))
    let arn = key.arn(call.scope)
    var definition = TaskDefinitionReadBack.readBack(input.without(["tags"]), scope: call.scope)
    definition["taskDefinitionArn"] = .string(arn)
    definition["revision"] = .int(key.number)
    definition["status"] = "ACTIVE"
    definition["registeredAt"] = .time(call.now)
    definition["registeredBy"] = .string(call.scope.userArn)
    try call.documents.put(.taskDefinitions, key.text, definition)
    try call.documents.put(.activeRevisions, key.text, text: "")
    try call.ecsTags.begin(arn, input["tags"])
    return .members(("taskDefinition", definition), ("tags", input["tags"]))
  }
}
