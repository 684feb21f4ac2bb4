import AWS
import GRDB
import JSONDocument

/// Revisions of task definitions that are registered already.
struct Revisions {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  private static let notFound = AWSError.client("Unable to describe task definition.")
  private static let invalid: JSON =
    "The specified task definition identifier is invalid. Specify a valid name or ARN and try again."
  private static let unknown: JSON =
    "The specified task definition does not exist. Specify a valid account, family, revision and try again."
  private static let stillActive: JSON =
    "The specified task definition is still in ACTIVE status. Please deregister the target and try again."
  /// Seconds that a deleted revision stays visible.
  private static let deletionTime = 30.0

  // MARK: Reading

  /// The revision that `family:7`, an ARN, or a family (its newest active one) means.
  func key(_ reference: String) throws(AWSError) -> RevisionKey? {
    try Reference.check(reference, call.scope)
    if let key = RevisionKey(reference) {
      return try call.documents.contains(.taskDefinitions, key.text) ? key : nil
    }
    let newest = try call.documents.keys(
      .activeRevisions, prefix: Reference.last(reference) + " ", descending: true, limit: 1)
    return newest.first.map(RevisionKey.init(text:))
  }

  func document(_ key: RevisionKey) throws(AWSError) -> JSON? {
    try call.documents.document(.taskDefinitions, key.text)
  }

  /// The revision for a service or a task that is to run it: it has to be active.
  func usable(_ reference: String) throws(AWSError) -> JSON {
    guard let key = try key(reference), let definition = try document(key) else {
      throw .client("TaskDefinition not found.")
    }
    guard definition.string("status") == "ACTIVE" else { throw .client("TaskDefinition is inactive") }
    return definition
  }

  func describe(_ input: JSON) throws(AWSError) -> JSON {
    guard let key = try key(input.string("taskDefinition") ?? ""), let definition = try document(key) else { throw Self.notFound }
    let tags: JSON? = input.texts("include").contains("TAGS") ? try call.ecsTags.read(key.arn(call.scope)) : nil
    return .members(("taskDefinition", definition), ("tags", tags))
  }

  func list(_ input: JSON) throws(AWSError) -> JSON {
    let collection: Collection = input.string("status") ?? "ACTIVE" == "ACTIVE" ? .activeRevisions : .inactiveRevisions
    let wanted = input.string("status") ?? "ACTIVE"
    // The prefix is the whole family here, unlike in ListTaskDefinitionFamilies.
    let page = try Page(
      call.documents, collection, prefix: input.string("familyPrefix").map { $0 + " " } ?? "", input: input, size: 1...100,
      usual: 100, descending: input.string("sort") == "DESC"
    ) { key throws(AWSError) in
      guard collection == .inactiveRevisions else { return true }
      return try call.documents.document(.taskDefinitions, key)?.string("status") == wanted
    }
    return .members(
      ("taskDefinitionArns", .strings(page.keys.map { RevisionKey(text: $0).arn(call.scope) })), ("nextToken", page.nextToken))
  }

  func families(_ input: JSON) throws(AWSError) -> JSON {
    let prefix = input.string("familyPrefix") ?? ""
    let page = try Page.names(input, size: 1...100, usual: 100) { last throws(AWSError) in
      var last = last
      while let family = try nextFamily(after: last, prefix: prefix) {
        if try isWanted(family, status: input.string("status") ?? "ACTIVE") { return family }
        last = family
      }
      return nil
    }
    return .members(("families", .strings(page.keys)), ("nextToken", page.nextToken))
  }

  /// The first family after another one, in the order of names: one look at each index, however many revisions there are.
  private func nextFamily(after last: String?, prefix: String) throws(AWSError) -> String? {
    var names: [String] = []
    for collection in [Collection.activeRevisions, .inactiveRevisions] {
      // Behind all revisions of the last family.
      let keys = try call.documents.keys(collection, prefix: prefix, after: last.map { $0 + " \u{10FFFF}" }, limit: 1)
      names += keys.map { RevisionKey(text: $0).family }
    }
    return names.min()
  }

  private func isWanted(_ family: String, status: String) throws(AWSError) -> Bool {
    guard status != "ALL" else { return true }
    let isActive = try !call.documents.keys(.activeRevisions, prefix: family + " ", limit: 1).isEmpty
    return isActive == (status == "ACTIVE")
  }

  // MARK: Retiring

  /// A deregistered revision goes on running where it runs and cannot be put anywhere else.
  func deregister(_ input: JSON) throws(AWSError) -> JSON {
    let reference = input.string("taskDefinition") ?? ""
    guard let key = RevisionKey(reference) else {
      // Of a family alone, and of what is no number.
      let parts = Reference.last(reference).split(separator: ":", maxSplits: 1)
      throw .client(parts.count < 2 ? "Revision is missing." : "Invalid revision number. Number: \(parts[1])")
    }
    guard var definition = try document(key) else { throw Self.notFound }
    guard definition.string("status") != "DELETE_IN_PROGRESS" else {
      throw .client("The specified task definition is in the process of being deleted.")
    }
    if definition.string("status") == "ACTIVE" {
      definition["status"] = "INACTIVE"
      definition["deregisteredAt"] = .time(call.now)
      try call.documents.put(.taskDefinitions, key.text, definition)
      try call.documents.remove(.activeRevisions, key.text)
      try call.documents.put(.inactiveRevisions, key.text, text: "")
    }
    return ["taskDefinition": definition]
  }

  func delete(_ input: JSON) throws(AWSError) -> JSON {
    let references = input.texts("taskDefinitions")
    guard (1...10).contains(references.count) else {
      throw .invalidParameter("The number of task definitions to delete must be between 1 and 10.")
    }
    var deleted: [JSON] = []
    var failures: [JSON] = []
    for reference in references {
      guard let key = RevisionKey(reference) else {
        failures.append(["arn": .string(reference), "reason": Self.invalid])
        continue
      }
      guard var definition = try document(key) else {
        failures.append(["arn": .string(reference), "reason": Self.unknown])
        continue
      }
      guard definition.string("status") != "ACTIVE" else {
        failures.append(["arn": .string(key.arn(call.scope)), "reason": Self.stillActive])
        continue
      }
      definition["status"] = "DELETE_IN_PROGRESS"
      definition.fill("deleteRequestedAt", .time(call.now) ?? .null)
      try call.documents.put(.taskDefinitions, key.text, definition, due: call.now + Self.deletionTime)
      deleted.append(definition)
    }
    return ["taskDefinitions": .array(deleted), "failures": .array(failures)]
  }

  /// Ends the life of a deleted revision. One that a service still runs waits for that service.
  func forget(_ text: String) throws(AWSError) {
    let key = RevisionKey(text: text)
    let isInUse = try attempt {
      let statement = try call.database.cachedStatement(
        sql: """
          SELECT 1 FROM documents WHERE scope = ? AND collection = 'services'
          AND json_extract(body, '$.taskDefinition') = ? LIMIT 1
          """)
      return try Bool.fetchOne(statement, arguments: [call.scope.name, key.arn(call.scope)]) ?? false
    }
    if isInUse, let definition = try document(key) {
      try call.documents.put(.taskDefinitions, text, definition, due: call.now + 3600)
      return
    }
    try call.documents.remove(.taskDefinitions, text)
    try call.documents.remove(.inactiveRevisions, text)
    try call.ecsTags.remove(key.arn(call.scope))
  }
}
