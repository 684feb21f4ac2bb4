import AWS
import JSONDocument
import Loading
import Recording
import Resources
import SimulatedAWS

/// Whether everything is as the files say, asked of the cloud itself and of the state itself.
struct Judge {
  let world: World
  let files: Files

  func findings() async -> [String] {
    do {
      return try await services() + revisions() + others() + state()
    } catch {
      return ["the cloud or the state cannot be asked: \(error)"]
    }
  }

  private func call(_ service: AWSRequest.Service, _ operation: String, _ input: JSON) async throws -> JSON {
    try await world.cloud.call(AWSRequest(service, operation, input))
  }

  private func services() async throws -> [String] {
    var found: [String] = []
    var rolling: [String] = []
    for (cluster, service) in try await servicesThere() {
      let name = service["serviceName"]?.stringValue ?? ""
      // It is deleted, and goes by itself; a run that finds it so does not wait for that.
      if service["status"] == "DRAINING" { continue }
      let container = try await world.container(of: service["taskDefinition"] ?? "")
      found.append(
        "\(cluster)/\(name) \(service["status"]?.stringValue ?? "") \(service["launchType"]?.stringValue ?? "") "
          + "×\(service["desiredCount"]?.intValue ?? -1) \(container.image) level \(container.level)")
      let deployments = service["deployments"]?.arrayValue ?? []
      if deployments.count != 1 || deployments[0]["rolloutState"] != "COMPLETED" {
        rolling.append("\(name) is not steady: \(deployments.map { $0["rolloutState"]?.text() ?? "" })")
      }
    }
    let wanted = (files.isDestroyed ? [:] : files.services).map { number, service in
      "\(files.cluster)/\(Files.service(number, service.name)) ACTIVE \(service.isOnFargate ? "FARGATE" : "EC2") ×\(service.count) \(Files.image(service.tag)) level \(service.level)"
    }
    return difference("services", found, wanted) + rolling
  }

  private func servicesThere() async throws -> [(cluster: String, service: JSON)] {
    var services: [(String, JSON)] = []
    for cluster in try await call(.ecs, "ListClusters", [:])["clusterArns"]?.arrayValue ?? [] {
      let listed = try await call(.ecs, "ListServices", ["cluster": cluster])["serviceArns"]?.arrayValue ?? []
      guard !listed.isEmpty else { continue }
      let answer = try await call(.ecs, "DescribeServices", ["cluster": cluster, "services": .array(listed)])
      let name = cluster.stringValue?.split(separator: "/").last.map(String.init) ?? ""
      services += (answer["services"]?.arrayValue ?? []).map { (name, $0) }
    }
    return services
  }

  /// One revision for each content, and each in a family that was ever wanted.
  private func revisions() async throws -> [String] {
    guard await !world.mayHaveDoubles else { return [] }
    let wanted = Set((files.isDestroyed ? [:] : files.services).map { Files.family($0.key, $0.value.family) })
    let listed = try await call(.ecs, "ListTaskDefinitions", [:])
    var contents: [String: String] = [:]
    var findings: [String] = []
    for arn in listed["taskDefinitionArns"]?.arrayValue ?? [] {
      let container = try await world.container(of: arn)
      let content = "\(container.family) \(container.image) level \(container.level)"
      let name = arn.stringValue ?? ""
      if !wanted.contains(container.family) { findings.append("\(name) is active, and its family is wanted no more") }
      if let other = contents.updateValue(name, forKey: content) { findings.append("\(other) and \(name) have the same content") }
    }
    return findings
  }

  private func others() async throws -> [String] {
    let groups = try await call(.logs, "DescribeLogGroups", ["logGroupNamePrefix": "/life/"])
    let found = (groups["logGroups"]?.arrayValue ?? []).map {
      "\($0["logGroupName"]?.stringValue ?? "") \($0["retentionInDays"]?.intValue ?? -1)"
    }
    let repositories = try await call(.ecr, "DescribeRepositories", [:])
    let names = (repositories["repositories"]?.arrayValue ?? []).map {
      "\($0["repositoryName"]?.stringValue ?? "") \($0["imageTagMutability"]?.stringValue ?? "")"
    }
    let clusters = try await call(.ecs, "ListClusters", [:])["clusterArns"]?.arrayValue ?? []
    let isWanted = !files.isDestroyed
    return difference(
      "log groups", found,
      isWanted ? files.logGroups.map { "\(Files.logGroup($0.key, files.logGroupNames[$0.key] ?? 0)) \($0.value)" } : [])
      + difference(
        "repositories", names,
        isWanted ? files.repositories.map { "life-\($0.key) \($0.value ? "IMMUTABLE" : "MUTABLE")" } : [])
      + difference(
        "clusters", clusters.compactMap { $0.stringValue?.split(separator: "/").last.map(String.init) },
        isWanted ? [files.cluster] : [])
  }

  private func state() async throws -> [String] {
    let recorded = try await world.store.read()
    let addresses = recorded.resources.map(\.address.description)
    var findings = difference("recorded", addresses, files.environment.desired.resources.map(\.address.description))
    findings += recorded.deposed.map { "left over: \($0.name)" }
    if let lock = try await world.store.currentLock() { findings.append("the lock is held by process \(lock.request.pid)") }
    for operation in try await world.store.unfinishedOperations() {
      findings.append("an operation is open: \(operation.intent.verb) \(operation.intent.address)")
    }
    return findings
  }

  private func difference(_ what: String, _ found: [String], _ wanted: [String]) -> [String] {
    let (found, wanted) = (found.sorted(), wanted.sorted())
    return found == wanted ? [] : ["\(what): there are \(found), wanted are \(wanted)"]
  }
}
