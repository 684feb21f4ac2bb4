import AWS
import GRDB
import JSONDocument

/// The time of the cloud, and what happens by itself while it passes.
enum Timeline {
  static func now(_ database: Database) throws(AWSError) -> Double {
    try attempt {
      let statement = try database.cachedStatement(sql: "SELECT now FROM clock")
      return try Double.fetchOne(statement) ?? CloudFile.defaultStart
    }
  }

  /// To whole milliseconds, as the API writes times.
  static func rounded(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }

  /// Lets the time pass to `instant` unless it is later already, with all that happens until then. Answers the time it is.
  static func advance(_ database: Database, to instant: Double, _ scenario: Scenario) throws(AWSError) -> Double {
    let before = try now(database)
    guard instant > before else { return before }
    if !scenario.instances.isEmpty {
      // What one service leaves on an instance another may take at once, so all go through time together.
      var last = before
      while let next = try earliestDue(database), next < instant, next > last {
        try step(database, to: next, scenario)
        last = next
      }
    }
    try step(database, to: instant, scenario)
    return instant
  }

  private static func earliestDue(_ database: Database) throws(AWSError) -> Double? {
    try attempt {
      try Double.fetchOne(database.cachedStatement(sql: "SELECT MIN(due) FROM documents WHERE due IS NOT NULL"))
    }
  }

  /// Lets everything that is due go on until `instant`.
  private static func step(_ database: Database, to instant: Double, _ scenario: Scenario) throws(AWSError) {
    try attempt { try database.cachedStatement(sql: "UPDATE clock SET now = ?").execute(arguments: [instant]) }
    for object in try due(database, until: instant) {
      let call = Call(database, object.scope, scenario, at: instant)
      switch object.collection {
      case .workloads: try ServiceStore(call).advance(object.key)
      case .tasks: try StandaloneTaskLife(call).advance(object.key)
      case .taskDefinitions: try Revisions(call).forget(object.key)
      case .clusters, .capacityProviders, .services, .inactiveServices, .taskOwners, .activeRevisions, .inactiveRevisions, .tags,
        .clientTokens,
        .repositories, .images, .imageTags, .lifecyclePolicies, .repositoryPolicies, .logGroups, .stagedTasks,
        .holdings, .placements, .scalableTargets, .scalingPolicies, .scheduledActions, .scalingActivities, .buckets, .objects,
        .objectVersions, .sessions, .dataKeys:
        break  // nothing of these ever is due
      }
    }
  }

  /// The same, one happening after the other: `witness` is shown each object that has just changed by itself.
  static func advance(
    _ database: Database, to instant: Double, _ scenario: Scenario,
    _ witness: (DueObject, Double) throws(AWSError) -> Void
  ) throws(AWSError) -> Double {
    var now = try now(database)
    while let next = try nextDue(database), next <= instant, now < instant {
      // What should have happened already happens a moment later.
      let step = min(instant, max(next, rounded(now + 0.001)))
      let objects = try due(database, until: step)
      now = try advance(database, to: step, scenario)
      for object in objects { try witness(object, now) }
    }
    return try advance(database, to: instant, scenario)
  }

  private static func nextDue(_ database: Database) throws(AWSError) -> Double? {
    try attempt {
      try Double.fetchOne(database.cachedStatement(sql: "SELECT MIN(due) FROM documents WHERE due IS NOT NULL"))
    }
  }

  struct DueObject {
    var scope: Scope
    var collection: Collection
    var key: String
  }

  private static func due(_ database: Database, until instant: Double) throws(AWSError) -> [DueObject] {
    try attempt {
      let statement = try database.cachedStatement(
        sql: "SELECT scope, collection, key FROM documents WHERE due <= ? ORDER BY due, scope, collection, key")
      return try Row.fetchAll(statement, arguments: [instant]).compactMap { row in
        let scope = (row["scope"] as String).split(separator: "/")
        guard scope.count == 2, let collection = Collection(rawValue: row["collection"]) else { return nil }
        return DueObject(
          scope: Scope(account: String(scope[0]), region: String(scope[1])), collection: collection, key: row["key"])
      }
    }
  }
}
