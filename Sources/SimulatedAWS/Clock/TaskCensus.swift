import AWS
import GRDB
import JSONDocument
import Synchronization

/// How many tasks of a service, or of a lone task's kind, there are from one instant on: those that start and those that run,
/// as ECS counts them against `maximumPercent`.
package struct TaskCount: Sendable, Equatable {
  package enum Group: Sendable, Hashable {
    case service(cluster: String, name: String)
    /// A task that runs by itself, by its key.
    case lone(String)
  }

  /// On the cloud's clock.
  package var at: Double
  package var group: Group
  package var tasks: Int
}

/// Takes note of each change of these numbers, at the instant at which it happens.
final class TaskCensus: Sendable {
  private struct Notes {
    var all: [TaskCount] = []
    var latest: [TaskCount.Group: Int] = [:]
  }

  private let notes = Mutex(Notes())

  var all: [TaskCount] { notes.withLock { $0.all } }

  /// Lets the time pass as `Timeline` does, one happening after the other.
  func advance(_ database: Database, to instant: Double, _ scenario: Scenario) throws(AWSError) -> Double {
    try Timeline.advance(database, to: instant, scenario) { object, now throws(AWSError) in
      try self.count(object.collection, object.key, Call(database, object.scope, scenario, at: now))
    }
  }

  func count(_ collection: Collection, _ key: String, _ call: Call) throws(AWSError) {
    switch collection {
    case .services, .workloads:
      let service = ServiceKey(text: key)
      add(TaskCount(at: call.now, group: .service(cluster: service.cluster, name: service.name), tasks: try tasks(key, call)))
    case .tasks:
      let task = try call.documents.document(.tasks, key)
      let isAlive = ["PROVISIONING", "PENDING", "RUNNING"].contains(task?.string("lastStatus"))
      if isAlive, let began = task?["createdAt"]?.doubleValue { add(TaskCount(at: began, group: .lone(key), tasks: 1)) }
      if !isAlive { add(TaskCount(at: call.now, group: .lone(key), tasks: 0)) }
    default: break  // nothing else has tasks
    }
  }

  private func tasks(_ key: String, _ call: Call) throws(AWSError) -> Int {
    try attempt {
      let statement = try call.database.cachedStatement(
        sql: """
          SELECT json_extract(body, '$.runningCount') + json_extract(body, '$.pendingCount') FROM documents
          WHERE scope = ? AND collection = 'services' AND key = ?
          """)
      return try Int.fetchOne(statement, arguments: [call.scope.name, key]) ?? 0
    }
  }

  private func add(_ count: TaskCount) {
    notes.withLock { notes in
      guard notes.latest.updateValue(count.tasks, forKey: count.group) != count.tasks else { return }
      notes.all.append(count)
    }
  }
}

extension SimulatedCloud {
  /// What the census noted so far; empty for a cloud that keeps none.
  package var taskCounts: [TaskCount] { census?.all ?? [] }
}
