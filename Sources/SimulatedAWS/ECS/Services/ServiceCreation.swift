import AWS
import JSONDocument
import Resources

/// CreateService.
struct ServiceCreation {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  func create(_ input: JSON) throws(AWSError) -> JSON {
    let cluster = try Clusters(call).active(input.string("cluster"))
    let key = ServiceKey(cluster: cluster.string("clusterName") ?? "", name: input.string("serviceName") ?? "")
    guard Reference.isName(key.name) else {
      throw .invalidParameter(
        "Service name contains invalid characters. Up to 255 letters (uppercase and lowercase), numbers, hyphens, and underscores are allowed."
      )
    }
    if let token = input.string("clientToken"), token.utf8.count > 36 {
      throw .invalidParameter("Client token cannot be longer than 36 characters.")
    }
    if let existing = try existing(key, input) { return existing }
    try checkInput(input)
    let definition = try definition(input)
    try call.ecsTags.check(input["tags"])

    var resolved = input
    if resolved["launchType"] == nil, resolved["capacityProviderStrategy"] == nil,
      !cluster.list("defaultCapacityProviderStrategy").isEmpty
    {
      resolved["capacityProviderStrategy"] = cluster["defaultCapacityProviderStrategy"]
    }
    // Also where the strategy is the cluster's default: aws/containers-roadmap#692.
    if input.string("schedulingStrategy") == "DAEMON", !resolved.list("capacityProviderStrategy").isEmpty {
      throw .invalidParameter(
        "Specifying a capacity provider strategy is not supported when you create a service using the DAEMON scheduling strategy."
      )
    }
    let service = ServiceDefaults.service(resolved, key: key, scope: call.scope, now: call.now)
    try ServiceCheck(service: service, definition: definition, deed: "created").run()
    try ZoneBalance.check(input, service)
    let made = try begin(key, service, definition, revisionMembers: resolved)
    try call.ecsTags.begin(key.arn(call.scope), input["tags"])
    try call.documents.put(.clientTokens, key.text, remembered(input))
    return ["service": try withTags(made, key)]
  }

  /// The first deployment of a new service.
  private func begin(_ key: ServiceKey, _ service: JSON, _ definition: JSON?, revisionMembers: JSON) throws(AWSError) -> JSON {
    let store = ServiceStore(call)
    let number = try call.documents.nextNumber("service")
    let seed = "service \(call.scope.name) \(number)"
    var stored = ServiceStore.Stored(
      service: service, workload: Workload(seed: seed, taskPrefix: DeterministicId(seed: seed).hex(8)))
    stored.workload.opensExec = ServiceDocument(service).opensExec
    try call.documents.remove(.inactiveServices, key.text)
    try call.documents.put(.taskOwners, stored.workload.taskPrefix, text: key.text)
    if let definition {
      let revision = try store.revision(of: key, service, definition, &stored.workload)
      let settings = RolloutSettings(service, scope: call.scope)
      stored.workload.deploy(revision, of: service, settings, at: call.now)
      if settings.isDaemon { stored.workload.countKnownAt = call.now + RolloutSimulation.countingTime }
      for member in Workload.shownOnDeployments { stored.service[member] = nil }
      try store.noticeChange(&stored)
    }
    return try store.save(key, stored)
  }

  private func withTags(_ service: JSON, _ key: ServiceKey) throws(AWSError) -> JSON {
    var service = service
    service["tags"] = try call.ecsTags.read(key.arn(call.scope))
    return service
  }

  // MARK: Doing it twice

  /// A service of this name answers the same input again, and refuses another one.
  private func existing(_ key: ServiceKey, _ input: JSON) throws(AWSError) -> JSON? {
    guard let service = try call.documents.document(.services, key.text) else { return nil }
    guard service.string("status") == "ACTIVE" else {
      throw .invalidParameter("Unable to Start a service that is still Draining.")
    }
    guard try call.documents.document(.clientTokens, key.text) == remembered(input) else {
      throw .invalidParameter("Creation of service was not idempotent.")
    }
    return ["service": try withTags(service, key)]
  }

  private func remembered(_ input: JSON) -> JSON { input }

  // MARK: What is refused

  private func checkInput(_ input: JSON) throws(AWSError) {
    if input["launchType"] != nil, !input.list("capacityProviderStrategy").isEmpty {
      throw .invalidParameter(
        "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.")
    }
    if input.string("schedulingStrategy") == "DAEMON" {
      guard input["desiredCount"] == nil else {
        throw .invalidParameter(
          "The daemon scheduling strategy does not support a desired count for services. Remove the desired count value and try again"
        )
      }
    } else if input["desiredCount"] == nil {
      throw .invalidParameter("Desired count must be specified for services with the REPLICA scheduling strategy.")
    }
    if input["role"] != nil, input.list("loadBalancers").isEmpty {
      throw .invalidParameter("IAM roles are only valid for services configured to use load balancers.")
    }
  }

  private func definition(_ input: JSON) throws(AWSError) -> JSON? {
    if input["deploymentController"]?.string("type") == "EXTERNAL" {
      guard input["taskDefinition"] == nil else { throw .invalidParameter("TaskDefinition must be blank") }
      return nil
    }
    guard let reference = input.string("taskDefinition"), !reference.isEmpty else {
      throw .invalidParameter("TaskDefinition can not be blank.")
    }
    return try Revisions(call).usable(reference)
  }
}
