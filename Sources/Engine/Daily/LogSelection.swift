package import JSONDocument
import Loading
package import Providers
package import Resources

/// Whose lines are asked for.
package struct LogWish: Sendable {
  package var service: Resource
  /// Nil: all containers.
  package var container: String?
  /// The first or last digits of a task's id, or all of them; nil: all tasks.
  package var task: String?

  package init(_ service: Resource, container: String? = nil, task: String? = nil) {
    self.service = service
    self.container = container
    self.task = task
  }
}

/// Where lines of one container are.
package struct LogSource: Sendable, Hashable {
  package var container: String
  package var group: String
  /// What the names of its streams begin with; nil: nobody knows.
  package var streamPrefix: String?

  package init(container: String, group: String, streamPrefix: String?) {
    self.container = container
    self.group = group
    self.streamPrefix = streamPrefix
  }
}

/// Why lines of a container are not read, or not its own alone.
package enum LogGap: Sendable, Hashable {
  /// Its driver is another one.
  case driver(container: String, name: String)
  /// It names no driver: Docker keeps the lines on the instance, and Fargate keeps none.
  case noDriver(container: String)
  case otherRegion(container: String, region: String)
  /// Its streams are named by the container's id, so that nobody can tell whose they are: the whole group is read.
  case wholeGroup(container: String, group: String)
  case noGroup(String)
}

/// Where the lines are that somebody asked for.
package struct LogSelection: Sendable {
  package var sources: [LogSource] = []
  package var gaps: [LogGap] = []
  /// The revisions that were looked at, whose secrets no line may repeat.
  package var contents: [JSON] = []
  package var containers: [String] = []
}

/// Why lines that were asked for cannot be read.
package enum LogProblem: Error, Sendable, Equatable {
  case noService
  case noContainer(String, known: [String])
  case noTask(String)
  case severalTasks(String, ids: [String])
}

extension Reconciler {
  /// Where lines are, by what the revisions say that the service runs now.
  package func selectLogs(_ wish: LogWish) async throws -> LogSelection {
    let identity = wish.service.identity
    let observed = try await mappingProviderErrors { () async throws(ProviderError) in
      try await provider.read([ReadRequest(identity)])
    }
    guard let object = observed[identity]?.object else { throw LogProblem.noService }
    var revisions = Set(object.deployments.map(\.revision)).union([object.runningRevision].compactMap { $0 })
    var task: String?
    if let digits = wish.task {
      let found = try await self.task(digits, of: wish.service)
      task = found.id
      if let revision = found.revision { revisions = [revision] }
    }
    var selection = LogSelection()
    for content in try await contents(of: revisions) { selection.add(content, wish, task: task, in: identityOfProvider.region) }
    guard wish.container.map(selection.containers.contains) ?? true else {
      throw LogProblem.noContainer(wish.container ?? "", known: selection.containers)
    }
    return selection
  }

  private var identityOfProvider: ProviderIdentity { environment.settings.provider.identity }

  private func contents(of revisions: Set<String>) async throws(EngineError) -> [JSON] {
    var contents: [JSON] = []
    for revision in revisions.sorted() {
      if let known = await store.content(ofRevision: revision) {
        contents.append(known)
      } else {
        let read = try await mappingProviderErrors { () async throws(ProviderError) in try await provider.revisions([revision]) }
        contents += read.values.map(\.content)
      }
    }
    return contents
  }

  /// The task that the digits name. One that ECS has forgotten can be named by its whole id.
  package func task(_ digits: String, of service: Resource) async throws -> (id: String, revision: String?, task: ObservedTask?) {
    let digits = ARN.lastName(of: digits)
    let found = try await tasks(of: [service]).flatMap(\.tasks).filter { $0.id.hasPrefix(digits) || $0.id.hasSuffix(digits) }
    guard found.count < 2 else { throw LogProblem.severalTasks(digits, ids: found.map(\.id)) }
    if let task = found.first { return (task.id, task.revision, task) }
    guard digits.count == 32 else { throw LogProblem.noTask(digits) }
    return (digits, nil, nil)
  }
}

extension LogSelection {
  fileprivate mutating func add(_ content: JSON, _ wish: LogWish, task: String?, in region: String) {
    contents.append(content)
    for container in TaskDefinitionDocument(content).containers {
      let name = container.name ?? ""
      if !containers.contains(name) { containers.append(name) }
      guard wish.container == nil || wish.container == name else { continue }
      guard let log = container.log else {
        note(container.logDriver.map { .driver(container: name, name: $0) } ?? .noDriver(container: name))
        continue
      }
      guard log.isIn(region: region) else {
        note(.otherRegion(container: name, region: log.region ?? ""))
        continue
      }
      let prefix = log.streamPrefix.map { "\($0)/\(name)/\(task ?? "")" }
      if prefix == nil { note(.wholeGroup(container: name, group: log.group)) }
      let source = LogSource(container: name, group: log.group, streamPrefix: prefix)
      if !sources.contains(source) { sources.append(source) }
    }
  }

  private mutating func note(_ gap: LogGap) {
    if !gaps.contains(gap) { gaps.append(gap) }
  }
}
