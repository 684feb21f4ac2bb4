import JSONDocument

/// The members of RunTask (ECS API 2014-11-13), and of `reconcile`, which is ours.
enum OneOffTaskFacts {
  static let task = ObjectFacts([
    .string("cluster"),
    .string("taskDefinition"),
    .integer("count"),
    .string("launchType"),
    .set("capacityProviderStrategy", of: .object(ServiceFacts.capacityProvider), key: ["capacityProvider"]),
    .string("platformVersion"),
    .object("networkConfiguration", ServiceFacts.networkConfiguration),
    .object("overrides", overrides),
    .string("group"),
    .string("referenceId"),
    .string("startedBy"),
    .string("clientToken"),
    .boolean("enableExecuteCommand", false),
    .boolean("enableECSManagedTags", false),
    .string("propagateTags"),
    .set("tags", of: .object(TaskDefinitionFacts.tag), key: ["key"]),
    .set("volumeConfigurations", of: .object(volumeConfiguration), key: ["name"]),
    .set(
      "placementConstraints",
      of: .object(ObjectFacts([.string("type"), .string("expression")])),
      key: ["type", "expression"]),
    .list(
      "placementStrategy",
      of: .object(ObjectFacts([.string("type"), .string("field")]))),
    .object("reconcile", settings),
  ])

  /// A task may leave its volume behind, which a service's tasks cannot.
  private static let volumeConfiguration = ServiceFacts.volumeConfiguration(
    ServiceFacts.managedEBSVolume + [
      .object("terminationPolicy", ObjectFacts([.boolean("deleteOnTermination", true).required]))
    ])

  private static let overrides = ObjectFacts([
    .set("containerOverrides", of: .object(container), key: ["name"]),
    .string("cpu"), .string("memory"), .string("taskRoleArn"), .string("executionRoleArn"),
    .object("ephemeralStorage", ObjectFacts([.integer("sizeInGiB").required])),
    .set(
      "inferenceAcceleratorOverrides", of: .object(ObjectFacts([.string("deviceName"), .string("deviceType")])),
      key: ["deviceName"]),
  ])

  private static let container = ObjectFacts([
    .string("name").required,
    .list("command"),
    .set("environment", of: .object(TaskDefinitionFacts.nameAndValue), key: ["name"]),
    .set(
      "environmentFiles", of: .object(ObjectFacts([.string("value").required, .string("type").required])),
      key: ["value"]),
    .integer("cpu"), .integer("memory"), .integer("memoryReservation"),
    .set("resourceRequirements", of: .object(TaskDefinitionFacts.resourceRequirement), key: ["type"]),
  ])

  private static let settings = ObjectFacts([
    .string("container"),
    .set("before"),
    .string("like"),
    .string("runs", OneOffTask.Occasion.oncePerImage.rawValue, values: OneOffTask.Occasion.allCases.map(\.rawValue)),
    .integer("timeout", OneOffTask.defaultTimeout),
    .string(
      "onTimeout", OneOffTask.TimeoutResponse.leave.rawValue, values: OneOffTask.TimeoutResponse.allCases.map(\.rawValue)),
  ])
}
