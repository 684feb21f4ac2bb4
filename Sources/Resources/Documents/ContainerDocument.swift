package import JSONDocument

/// One container of a task definition, and what it means.
package struct ContainerDocument: Sendable {
  package let json: JSON

  package init(_ json: JSON) {
    self.json = json
  }

  package var name: String? { json["name"]?.stringValue }
  /// As it is written, which may be no reference that anybody could pull.
  package var imageText: String? { json[Self.imageMember]?.stringValue }
  /// Nil where none is written, or what is written cannot name an image.
  package var image: ImageReference? { imageText.flatMap(ImageReference.init) }
  /// The task stops with it. ECS takes a container that does not say for essential.
  package var isEssential: Bool { json["essential"]?.boolValue ?? true }
  /// ECS runs a command in it again and again, and stops a task in which that fails. `NONE` takes the image's own away, which
  /// ECS does not look at anyway.
  var checksHealth: Bool {
    let command = json["healthCheck"]?["command"]?.arrayValue ?? []
    return !command.isEmpty && command.first != "NONE"
  }
  /// Nil: the image's own.
  package var command: [String]? { json["command"]?.arrayValue?.compactMap(\.stringValue) }
  package var log: LogDestination? { LogDestination(json["logConfiguration"]) }
  /// The name of the driver that brings its lines away; nil where none is named.
  package var logDriver: String? { json["logConfiguration"]?["logDriver"]?.stringValue }

  /// Its variables and labels whose value is this text: `variable "RELEASE"`.
  package func places(of text: String) -> [String] {
    let variables = (json["environment"]?.arrayValue ?? []).filter { $0["value"]?.stringValue == text }
    let labels = (json["dockerLabels"]?.objectValue ?? JSONObject()).filter { $0.value.stringValue == text }
    return variables.compactMap { $0["name"]?.stringValue.map { "variable \"\($0)\"" } } + labels.map { "label \"\($0.key)\"" }
  }

  var hasVariablesWithoutValue: Bool { json["environment"]?.arrayValue?.contains(where: \.isVariableWithoutValue) ?? false }

  /// The same, with an empty value for each variable that has a name and no value.
  var givingVariablesValues: ContainerDocument {
    guard hasVariablesWithoutValue, let variables = json["environment"]?.arrayValue else { return self }
    var container = json
    container["environment"] = .array(
      variables.map { variable in
        guard variable.isVariableWithoutValue else { return variable }
        var variable = variable
        variable["value"] = ""
        return variable
      })
    return ContainerDocument(container)
  }

  /// The member that holds the image.
  static let imageMember = "image"
}

/// A log group that something of ECS writes to: the `awslogs` driver what a container says (ECS developer guide, "Send Amazon ECS logs to CloudWatch"), ECS Exec what was said in a session.
package struct LogDestination: Sendable, Hashable {
  package var group: String
  /// Nil: the region of the task.
  package var region: String?
  package var streamPrefix: String?
  /// The driver makes the group when it is not there.
  package var createsGroup: Bool

  package init(group: String, region: String? = nil, streamPrefix: String? = nil, createsGroup: Bool = false) {
    self.group = group
    self.region = region
    self.streamPrefix = streamPrefix
    self.createsGroup = createsGroup
  }

  /// Nil for other drivers, and where no group is named.
  package init?(_ configuration: JSON?) {
    guard configuration?["logDriver"]?.stringValue == "awslogs", let options = configuration?["options"],
      let group = options["awslogs-group"]?.stringValue, !group.isEmpty
    else { return nil }
    self.group = group
    region = options["awslogs-region"]?.stringValue
    streamPrefix = options["awslogs-stream-prefix"]?.stringValue
    createsGroup = options["awslogs-create-group"]?.stringValue == "true"
  }

  package func isIn(region own: String) -> Bool { region == nil || region == own }
}
