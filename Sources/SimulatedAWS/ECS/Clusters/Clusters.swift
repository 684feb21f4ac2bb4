import AWS
import JSONDocument
import Resources

/// Clusters. A deleted one stays describable as INACTIVE.
struct Clusters {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  // MARK: Writing

  /// A name that is taken by an active cluster answers that cluster.
  func create(_ input: JSON) throws(AWSError) -> JSON {
    let name = input.string("clusterName") ?? "default"
    guard Reference.isName(name) else {
      throw .invalidParameter("Cluster name contains invalid characters.")
    }
    if let existing = try call.documents.document(.clusters, name), existing.string("status") == "ACTIVE" {
      return ["cluster": try shown(existing, include: Self.everything)]
    }
    let arn = call.arn("ecs", "cluster/\(name)")
    var cluster: JSON = [
      "clusterArn": .string(arn), "clusterName": .string(name), "status": "ACTIVE", "registeredContainerInstancesCount": 0,
    ]
    cluster["settings"] = try checkedSettings(input["settings"]) ?? [["name": "containerInsights", "value": "disabled"]]
    try apply(input, to: &cluster)
    try apply(capacity: input, to: &cluster)
    try call.ecsTags.begin(arn, input["tags"])
    try call.documents.put(.clusters, name, cluster)
    return ["cluster": try shown(cluster, include: Self.everything)]
  }

  func update(_ input: JSON) throws(AWSError) -> JSON {
    var cluster = try active(input.string("cluster"))
    try apply(input, to: &cluster)
    try save(cluster)
    return ["cluster": try shown(cluster, include: Self.everything)]
  }

  private func apply(_ input: JSON, to cluster: inout JSON) throws(AWSError) {
    if let settings = try checkedSettings(input["settings"]) { cluster["settings"] = settings }
    if let configuration = input["configuration"] { cluster["configuration"] = configuration }
    if let namespace = input["serviceConnectDefaults"]?.string("namespace") {
      let defaults: JSON = ["namespace": .string(namespaceARN(namespace))]
      cluster = cluster.with("serviceConnectDefaults", namespace.isEmpty ? .null : defaults)
    }
  }

  /// A namespace reads back as its ARN.
  private func namespaceARN(_ namespace: String) -> String {
    guard !ARN.isARN(namespace) else { return namespace }
    let id = "ns-" + DeterministicId(seed: "namespace \(call.scope.name) \(namespace)").hex(16)
    return call.arn("servicediscovery", "namespace/\(id)")
  }

  private func checkedSettings(_ settings: JSON?) throws(AWSError) -> JSON? {
    for setting in settings?.arrayValue ?? [] {
      let value = setting.string("value") ?? ""
      guard ["enabled", "enhanced", "disabled"].contains(value) else {
        throw .invalidParameter("Setting value is not valid: containerInsights must be enabled, enhanced or disabled.")
      }
    }
    return settings
  }

  func putCapacityProviders(_ input: JSON) throws(AWSError) -> JSON {
    var cluster = try active(input.string("cluster"))
    let removed = Set(cluster.texts("capacityProviders")).subtracting(input.texts("capacityProviders"))
    if !removed.isEmpty {
      let used = try capacityProvidersInUse(cluster.string("clusterName") ?? "")
      guard used.isDisjoint(with: removed) else {
        throw AWSError(
          code: "ResourceInUseException", message: "The specified capacity provider is in use and cannot be removed.")
      }
    }
    try apply(capacity: input, to: &cluster)
    try save(cluster)
    return ["cluster": try shown(cluster, include: Self.everything)]
  }

  /// "You can only disassociate an existing capacity provider from a cluster if it's not being used by any existing tasks"
  /// (API reference, PutClusterCapacityProviders). Which of several providers a task of a service has is not known here.
  private func capacityProvidersInUse(_ cluster: String) throws(AWSError) -> Set<String> {
    var used = Set(try StandaloneTasks(call).running(in: cluster).compactMap { $0.string("capacityProviderName") })
    for key in try call.documents.keys(.services, prefix: cluster + " ") {
      guard let workload = try ServiceStore(call).workload(ServiceKey(text: key)) else { continue }
      for revision in Set(workload.tasks.filter(\.isAlive).map(\.revision)) {
        let settings = workload.revision(revision).flatMap { JSON.parse($0.settings).document }
        for item in settings?.list("capacityProviderStrategy") ?? []
        where (item["weight"]?.intValue ?? 0) > 0 || (item["base"]?.intValue ?? 0) > 0 {
          if let name = item.string("capacityProvider") { used.insert(name) }
        }
      }
    }
    return used
  }

  /// Providers come back sorted, the strategy keeps its order.
  private func apply(capacity input: JSON, to cluster: inout JSON) throws(AWSError) {
    let providers = input.texts("capacityProviders")
    var strategy: [JSON] = []
    for item in input.list("defaultCapacityProviderStrategy") {
      guard let provider = item.string("capacityProvider"), providers.contains(provider) else {
        throw .invalidParameter(
          "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. "
            + "Associate the capacity provider with the cluster and try again.")
      }
      strategy.append(CapacityStrategy.completed(item))
    }
    cluster["capacityProviders"] = .strings(providers.sorted())
    cluster["defaultCapacityProviderStrategy"] = .array(strategy)
    if !providers.isEmpty { cluster["attachmentsStatus"] = "UPDATE_COMPLETE" }
  }

  func delete(_ input: JSON) throws(AWSError) -> JSON {
    var cluster = try active(input.string("cluster"))
    let name = cluster.string("clusterName") ?? ""
    guard try call.documents.keys(.services, prefix: name + " ", limit: 1).isEmpty else {
      throw AWSError(
        code: "ClusterContainsServicesException", message: "The Cluster cannot be deleted while Services are active.")
    }
    guard try StandaloneTasks(call).running(in: name).isEmpty else {
      throw AWSError(code: "ClusterContainsTasksException", message: "The Cluster cannot be deleted while Tasks are active.")
    }
    cluster["status"] = "INACTIVE"
    try call.ecsTags.remove(cluster.string("clusterArn") ?? "")
    try save(cluster)
    return ["cluster": try shown(cluster, include: Self.everything)]
  }

  private func save(_ cluster: JSON) throws(AWSError) {
    try call.documents.put(.clusters, cluster.string("clusterName") ?? "", cluster)
  }

  // MARK: Reading

  /// The cluster if it is ACTIVE, or the error that there is none.
  func active(_ reference: String?) throws(AWSError) -> JSON {
    try Reference.check(reference, call.scope)
    guard let cluster = try call.documents.document(.clusters, Reference.cluster(reference)) else {
      throw AWSError(code: "ClusterNotFoundException", message: "Cluster not found.")
    }
    guard cluster.string("status") == "ACTIVE" else { throw .client("The referenced cluster was inactive.") }
    return cluster
  }

  func describe(_ input: JSON) throws(AWSError) -> JSON {
    let references = input["clusters"] == nil ? ["default"] : input.texts("clusters")
    guard references.count <= 100 else { throw .invalidParameter("Clusters cannot have more than 100 elements.") }
    let include = Set(input.texts("include"))
    var clusters: [JSON] = []
    var failures: [JSON] = []
    for reference in references {
      let name = Reference.cluster(reference)
      if let cluster = try call.documents.document(.clusters, name) {
        clusters.append(try shown(cluster, include: include))
      } else {
        failures.append(["arn": .string(call.arn("ecs", "cluster/\(name)")), "reason": "MISSING"])
      }
    }
    return ["clusters": .array(clusters), "failures": .array(failures)]
  }

  func list(_ input: JSON) throws(AWSError) -> JSON {
    let page = try Page(call.documents, .clusters, input: input, size: 1...100, usual: 100) { name throws(AWSError) in
      try call.documents.document(.clusters, name)?.string("status") == "ACTIVE"
    }
    return .members(
      ("clusterArns", .strings(page.keys.map { call.arn("ecs", "cluster/\($0)") })), ("nextToken", page.nextToken))
  }

  private static let everything: Set<String> = ["ATTACHMENTS", "CONFIGURATIONS", "SETTINGS", "STATISTICS", "TAGS"]

  /// The cluster as it is described. What is not asked for is not there, which does not mean that it is unset.
  private func shown(_ cluster: JSON, include: Set<String>) throws(AWSError) -> JSON {
    var shown = cluster
    let prefix = (cluster.string("clusterName") ?? "") + " "
    let alone = try StandaloneTasks(call).running(in: cluster.string("clusterName") ?? "")
    let alonePending = alone.count { $0.string("lastStatus") != "RUNNING" }
    shown["runningTasksCount"] =
      .int(try call.documents.sum(of: "runningCount", in: .services, prefix: prefix) + alone.count - alonePending)
    shown["pendingTasksCount"] =
      .int(try call.documents.sum(of: "pendingCount", in: .services, prefix: prefix) + alonePending)
    shown["activeServicesCount"] = .int(try call.documents.count(.services, prefix: prefix))
    if let instances = call.scenario.instances.instances(of: cluster.string("clusterName") ?? "") {
      shown["registeredContainerInstancesCount"] = .int(instances.count)
    }
    if !include.contains("SETTINGS") { shown["settings"] = nil }
    if !include.contains("CONFIGURATIONS") { shown["configuration"] = nil }
    if include.contains("STATISTICS") { shown["statistics"] = [] }
    if include.contains("TAGS") { shown["tags"] = try call.ecsTags.read(cluster.string("clusterArn") ?? "") }
    if include.contains("ATTACHMENTS"), !cluster.list("capacityProviders").isEmpty {
      shown["attachments"] = []
    } else {
      shown["attachmentsStatus"] = nil
    }
    return shown
  }
}

/// One item of a capacity provider strategy, with what ECS fills in.
enum CapacityStrategy {
  static func completed(_ item: JSON) -> JSON {
    var item = item
    item.fill("weight", 0)
    item.fill("base", 0)
    return item
  }
}
