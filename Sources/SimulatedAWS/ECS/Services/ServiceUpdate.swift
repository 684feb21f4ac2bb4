import AWS
import JSONDocument
import Resources

/// UpdateService: a patch. What is not mentioned stays; at most one deployment begins.
struct ServiceUpdate {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  func update(_ input: JSON) throws(AWSError) -> JSON {
    let store = ServiceStore(call)
    let (key, found) = try ServiceReading(call).active(input)
    var stored = found
    try checkController(input, stored.service)
    let before = whole(stored)
    var after = ServiceDefaults.completed(patched(before, input))
    keepOrder(of: before, in: &after)
    let definition = try definition(input, before)
    if let definition { after["taskDefinition"] = definition["taskDefinitionArn"] }
    try ServiceCheck(service: after, definition: definition, deed: "updated").run()
    try ZoneBalance.check(input, after)
    try checkStrategy(input, before, after)

    // What is only filled in anew is no change.
    var complete = ServiceDefaults.completed(before)
    keepOrder(of: before, in: &complete)
    let deploys =
      input["forceNewDeployment"]?.boolValue == true || before["taskDefinition"] != after["taskDefinition"]
      || ServiceDefaults.deployingMembers.contains { complete[$0] != after[$0] }
    stored.service = after.without(Workload.shownOnDeployments)
    stored.workload.opensExec = ServiceDocument(after).opensExec
    let settings = RolloutSettings(stored.service, scope: call.scope)
    if deploys, let definition {
      let revision = try store.revision(of: key, after, definition, &stored.workload)
      stored.workload.deploy(revision, of: stored.service, settings, at: call.now)
    }
    if deploys || before["desiredCount"] != after["desiredCount"] { try store.noticeChange(&stored) }
    return ["service": try store.save(key, stored)]
  }

  /// The service with what only its primary deployment shows.
  private func whole(_ stored: ServiceStore.Stored) -> JSON {
    var service = stored.service
    let revision = stored.workload.primary.flatMap { stored.workload.revision($0.revision) }
    let settings = revision.flatMap { JSON.parse($0.settings).document }
    for member in Workload.shownOnDeployments { service[member] = settings?[member] }
    return service
  }

  /// Subnets and security groups are sets: naming the same ones again is no change.
  private func keepOrder(of before: JSON, in after: inout JSON) {
    func sorted(_ service: JSON) -> JSON? {
      guard var vpc = service["networkConfiguration"]?["awsvpcConfiguration"] else { return nil }
      for list in ["subnets", "securityGroups"] { vpc[list] = .strings(vpc.texts(list).sorted()) }
      return vpc
    }
    if sorted(before) == sorted(after) { after["networkConfiguration"] = before["networkConfiguration"] }
  }

  private func patched(_ service: JSON, _ input: JSON) -> JSON {
    var patched = service
    for member in input.without(ServiceDefaults.controlMembers.union(Self.fixedMembers)).objectValue ?? JSONObject() {
      switch member.key {
      case "deploymentConfiguration":
        var configuration = service[member.key] ?? [:]
        for inner in member.value.objectValue ?? JSONObject() { configuration[inner.key] = inner.value }
        patched[member.key] = configuration
      case "capacityProviderStrategy":
        patched[member.key] = member.value
        if member.value.arrayValue?.isEmpty == true {
          patched["launchType"] = ServiceDocument(service).asksForFargate ? "FARGATE" : "EC2"
        } else {
          patched["launchType"] = nil
        }
      case "serviceConnectConfiguration" where member.value["enabled"]?.boolValue == false:
        patched[member.key] = nil
      case "volumeConfigurations" where member.value.arrayValue?.isEmpty == true,
        "vpcLatticeConfigurations" where member.value.arrayValue?.isEmpty == true:
        patched[member.key] = nil
      default: patched[member.key] = member.value
      }
    }
    return patched
  }

  private static let fixedMembers: Set<String> = ["serviceName", "launchType", "schedulingStrategy"]

  /// The definition that the service is to run. The one that it runs already may be inactive unless it is named.
  private func definition(_ input: JSON, _ service: JSON) throws(AWSError) -> JSON? {
    if let reference = input.string("taskDefinition") { return try Revisions(call).usable(reference) }
    guard let current = service.string("taskDefinition"), let key = RevisionKey(current) else { return nil }
    return try Revisions(call).document(key)
  }

  private func checkStrategy(_ input: JSON, _ before: JSON, _ after: JSON) throws(AWSError) {
    guard before["capacityProviderStrategy"] != after["capacityProviderStrategy"],
      input["forceNewDeployment"]?.boolValue != true
    else { return }
    throw .invalidParameter(
      "When switching from launch type to capacity provider strategy on an existing service, or making a change to a capacity "
        + "provider strategy on a service that is already using one, you must force a new deployment.")
  }

  private func checkController(_ input: JSON, _ service: JSON) throws(AWSError) {
    if service.string("schedulingStrategy") == "DAEMON", input["desiredCount"] != nil {
      throw .invalidParameter(
        "The daemon scheduling strategy does not support a desired count for services. Remove the desired count value and try again"
      )
    }
    guard service["deploymentController"]?.string("type") == "CODE_DEPLOY" else { return }
    let refused: KeyValuePairs = [
      "taskDefinition": "task definition", "loadBalancers": "load balancers", "networkConfiguration": "network configuration",
      "platformVersion": "platform version",
    ]
    for (member, words) in refused where input[member] != nil {
      throw .invalidParameter(
        "Unable to update \(words) on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new "
          + "deployment.")
    }
  }
}
