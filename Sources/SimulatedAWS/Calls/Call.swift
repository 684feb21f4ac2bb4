import AWS
import GRDB
import JSONDocument

/// One call at work: the documents of its account and region, inside its transaction, and the instant it happens at.
struct Call {
  let documents: Documents
  let scope: Scope
  let now: Double
  /// What was staged for the cloud.
  let scenario: Scenario

  init(_ database: Database, _ scope: Scope, _ scenario: Scenario) throws(AWSError) {
    self.init(database, scope, scenario, at: try Timeline.now(database))
  }

  init(_ database: Database, _ scope: Scope, _ scenario: Scenario, at now: Double) {
    documents = Documents(database: database, scope: scope.name)
    self.scope = scope
    self.scenario = scenario
    self.now = now
  }

  var database: Database { documents.database }

  /// The same instant in another account of the cloud.
  func elsewhere(_ scope: Scope) -> Call { Call(database, scope, scenario, at: now) }

  func arn(_ service: String, _ resource: String) -> String { scope.arn(service, resource) }

  /// An id that looks random and is not: the same cloud gives the same ids in the same order.
  func newId(_ kind: String) throws(AWSError) -> DeterministicId {
    DeterministicId(seed: "\(scope.name) \(kind) \(try documents.nextNumber("id " + kind))")
  }
}
