import AWS
import GRDB
import JSONDocument

/// What kinds of documents the file keeps. Raw values are in files and never change.
enum Collection: String, CaseIterable {
  case clusters, services
  case capacityProviders = "capacity-providers"
  /// Services that were deleted; they can still be described.
  case inactiveServices = "inactive-services"
  /// What goes on inside a service: deployments, tasks, revisions. Apart from the service, because it is rarely read.
  case workloads
  /// From the first digits of a task's id to its service.
  case taskOwners = "task-owners"
  /// Tasks that run by themselves.
  case tasks
  /// How containers of lone tasks fare, by family and container, where somebody staged it.
  case stagedTasks = "staged-tasks"
  case taskDefinitions = "task-definitions"
  /// Keys only: which revisions are in which status.
  case activeRevisions = "active-revisions"
  case inactiveRevisions = "inactive-revisions"
  /// By ARN, for all services of AWS.
  case tags
  case clientTokens = "client-tokens"
  /// What tasks have of declared container instances, by cluster.
  case placements
  case repositories, images
  case imageTags = "image-tags"
  case lifecyclePolicies = "lifecycle-policies"
  case repositoryPolicies = "repository-policies"
  case logGroups = "log-groups"
  /// By the service that they scale.
  case scalableTargets = "scalable-targets"
  case scalingPolicies = "scaling-policies"
  case scheduledActions = "scheduled-actions"
  case scalingActivities = "scaling-activities"
  /// What the account is known to hold otherwise, or to lack, by id.
  case holdings
  /// Of assumed roles, by access key.
  case sessions
  /// Data keys that were made, by id.
  case dataKeys = "data-keys"
  case buckets
  /// By bucket and key.
  case objects
  /// What objects were before, by bucket, key and age.
  case objectVersions = "object-versions"
}

/// The documents of one account and region, inside one transaction.
struct Documents {
  let database: Database
  let scope: String

  func document(_ collection: Collection, _ key: String) throws(AWSError) -> JSON? {
    guard let text = try text(collection, key) else { return nil }
    return try Self.parsed(text)
  }

  func text(_ collection: Collection, _ key: String) throws(AWSError) -> String? {
    try attempt {
      let statement = try database.cachedStatement(
        sql: "SELECT body FROM documents WHERE scope = ? AND collection = ? AND key = ?")
      return try String.fetchOne(statement, arguments: [scope, collection.rawValue, key])
    }
  }

  func contains(_ collection: Collection, _ key: String) throws(AWSError) -> Bool {
    try attempt {
      let statement = try database.cachedStatement(
        sql: "SELECT 1 FROM documents WHERE scope = ? AND collection = ? AND key = ?")
      return try Bool.fetchOne(statement, arguments: [scope, collection.rawValue, key]) ?? false
    }
  }

  /// Writes the document, in the place of the one under the same key if there is one.
  func put(_ collection: Collection, _ key: String, _ document: JSON, due: Double? = nil) throws(AWSError) {
    try put(collection, key, text: document.text(), due: due)
  }

  func put(_ collection: Collection, _ key: String, text: String, due: Double? = nil) throws(AWSError) {
    try attempt {
      let statement = try database.cachedStatement(
        sql: """
          INSERT INTO documents (scope, collection, key, body, due) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT (scope, collection, key) DO UPDATE SET body = excluded.body, due = excluded.due
          """)
      try statement.execute(arguments: [scope, collection.rawValue, key, text, due])
    }
  }

  func remove(_ collection: Collection, _ key: String) throws(AWSError) {
    try attempt {
      let statement = try database.cachedStatement(
        sql: "DELETE FROM documents WHERE scope = ? AND collection = ? AND key = ?")
      try statement.execute(arguments: [scope, collection.rawValue, key])
    }
  }

  /// Keys that begin with `prefix`, in the order of their bytes, after `last`.
  func keys(
    _ collection: Collection, prefix: String = "", after last: String? = nil, descending: Bool = false, limit: Int = -1
  ) throws(AWSError) -> [String] {
    try attempt {
      let statement = try database.cachedStatement(
        sql: """
          SELECT key FROM documents WHERE scope = ? AND collection = ? AND key >= ? AND key < ? \
          AND (? IS NULL OR key \(descending ? "<" : ">") ?) ORDER BY key \(descending ? "DESC" : "ASC") LIMIT ?
          """)
      return try String.fetchAll(
        statement, arguments: [scope, collection.rawValue, prefix, prefix + "\u{10FFFF}", last, last, limit])
    }
  }

  func count(_ collection: Collection, prefix: String = "") throws(AWSError) -> Int {
    try attempt {
      let statement = try database.cachedStatement(
        sql: "SELECT COUNT(*) FROM documents WHERE scope = ? AND collection = ? AND key >= ? AND key < ?")
      return try Int.fetchOne(statement, arguments: [scope, collection.rawValue, prefix, prefix + "\u{10FFFF}"]) ?? 0
    }
  }

  /// Sum of a whole number in many documents, without reading them into the program.
  func sum(of path: String, in collection: Collection, prefix: String) throws(AWSError) -> Int {
    try attempt {
      let statement = try database.cachedStatement(
        sql: """
          SELECT COALESCE(SUM(json_extract(body, ?)), 0) FROM documents
          WHERE scope = ? AND collection = ? AND key >= ? AND key < ?
          """)
      return try Int.fetchOne(
        statement, arguments: ["$." + path, scope, collection.rawValue, prefix, prefix + "\u{10FFFF}"]) ?? 0
    }
  }

  /// The next number of a row that never gives one twice.
  func nextNumber(_ counter: String) throws(AWSError) -> Int {
    try attempt {
      let statement = try database.cachedStatement(
        sql: """
          INSERT INTO counters VALUES (?, ?, 1) ON CONFLICT (scope, name) DO UPDATE SET value = value + 1 RETURNING value
          """)
      return try Int.fetchOne(statement, arguments: [scope, counter]) ?? 1
    }
  }

  /// No number up to this one is given any more.
  func raise(_ counter: String, to number: Int) throws(AWSError) {
    try attempt {
      let statement = try database.cachedStatement(
        sql: """
          INSERT INTO counters VALUES (?, ?, ?) ON CONFLICT (scope, name) DO UPDATE SET value = max(value, excluded.value)
          """)
      try statement.execute(arguments: [scope, counter, number])
    }
  }

  static func parsed(_ text: String) throws(AWSError) -> JSON {
    guard let document = JSON.parse(text).document else {
      throw AWSError(code: "ServerException", message: "simulated cloud: a document is damaged")
    }
    return document
  }
}

/// Turns what SQLite throws into what a caller of AWS can see.
func attempt<Value>(_ work: () throws -> Value) throws(AWSError) -> Value {
  do {
    return try work()
  } catch {
    throw AWSError(storage: error)
  }
}
