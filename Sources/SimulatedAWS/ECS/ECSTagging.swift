import AWS
import JSONDocument

extension ECS {
  static let tagging: [String: Operation] = [
    "TagResource": .writes { call, input throws(AWSError) in
      let arn = try taggable(call, input)
      try call.ecsTags.add(arn, input["tags"] ?? [])
      return [:]
    },
    "UntagResource": .writes { call, input throws(AWSError) in
      let arn = try taggable(call, input)
      try call.ecsTags.remove(arn, keys: input.texts("tagKeys"))
      return [:]
    },
    "ListTagsForResource": .reads { call, input throws(AWSError) in
      ["tags": try call.ecsTags.read(taggable(call, input))]
    },
  ]

  /// The ARN in the input, when it names something that is there.
  private static func taggable(_ call: Call, _ input: JSON) throws(AWSError) -> String {
    let arn = input.string("resourceArn") ?? ""
    let prefix = call.arn("ecs", "")
    guard arn.hasPrefix(prefix) else { throw .invalidParameter("The ARN format was not recognized: \(arn)") }
    let parts = arn.dropFirst(prefix.count).split(separator: "/", maxSplits: 1).map(String.init)
    let name = parts.count == 2 ? parts[1] : ""
    switch parts.first {
    case "cluster":
      guard try call.documents.document(.clusters, name)?.string("status") == "ACTIVE" else { throw notFound(arn, "cluster") }
    case "capacity-provider":
      guard try call.documents.contains(.capacityProviders, name) else { throw notFound(arn, "capacity provider") }
    case "service":
      let key = Reference.service(arn, cluster: "default")
      guard try call.documents.contains(.services, key.text) else { throw notFound(arn, "service") }
    case "task-definition":
      guard let key = RevisionKey(name), try call.documents.contains(.taskDefinitions, key.text) else {
        throw notFound(arn, "task definition")
      }
    case "task":
      let path = name.split(separator: "/").map(String.init)
      guard path.count == 2 else { throw notFound(arn, "task") }
      let isLone = try call.documents.contains(.tasks, "\(path[0]) \(path[1])")
      let ofService = isLone ? nil : try ServiceTasks(call).find(path[1], in: path[0])
      guard isLone || ofService != nil else { throw notFound(arn, "task") }
    default: throw .invalidParameter("The ARN format was not recognized: \(arn)")
    }
    return arn
  }

  private static func notFound(_ arn: String, _ noun: String) -> AWSError {
    .invalidParameter("The specified \(noun) is inactive or does not exist. Specify an active \(noun) and try again.")
  }
}

extension Call {
  var ecsTags: ResourceTags { ResourceTags(call: self, form: .lowerCase) }
}
