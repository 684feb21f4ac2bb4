import APIModel
import Resources
import Testing

/// The facts of comparison stand on AWS's model, which completes them. A fact that names what the model lacks, gives it another
/// type, or repeats its values is found here.
@Suite("Facts and AWS's model")
struct ModelTests {
  /// What facts and model say differently, place by place.
  struct Difference: Hashable, CustomStringConvertible {
    enum Kind: String { case notInModel, notInFacts, otherType, hasValues }
    var kind: Kind
    var path: String
    var description: String { "\(path): \(kind)" }
  }

  /// Members of files that other calls write, or that are reconcile's own.
  static let beyond: [String: Set<String>] = [
    "aws_ecs_task_execution": ["reconcile"],
    "aws_cloudwatch_log_group": ["retentionInDays", "deletionProtectionEnabled"],
    "aws_ecr_repository": ["lifecyclePolicy", "repositoryPolicy"],
  ]

  @Test("say the same of members, types and values", arguments: ResourceKind.all)
  func agree(kind: ResourceKind) {
    var comparison = ModelComparison(model: kind.input.model)
    comparison.compare(kind.input.members, kind.facts, path: "")
    let beyond = kind.input.hidden.union(Self.beyond[kind.type] ?? [])
    let found = comparison.found.filter { difference in
      !(difference.kind == .notInModel && beyond.contains { difference.path == $0 || difference.path.hasPrefix($0 + ".") })
    }
    #expect(found.map(\.description).sorted() == [])
  }

  @Test("know the model of one day")
  func release() {
    #expect(ModelRelease.known.date.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil)
    #expect(ModelRelease.known.botocore.wholeMatch(of: /\d+\.\d+\.\d+/) != nil)
  }
}

private struct ModelComparison {
  let model: APIModel
  var found: [ModelTests.Difference] = []

  mutating func compare(_ members: [APIModel.Member], _ facts: ObjectFacts, path: String) {
    func place(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
    let known = Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0.shape) })
    for field in facts.fields {
      guard let shape = known[field.name] else {
        found.append(.init(kind: .notInModel, path: place(field.name)))
        continue
      }
      compare(shape, field.shape, path: place(field.name))
      if !field.values.isEmpty { found.append(.init(kind: .hasValues, path: place(field.name))) }
    }
    for member in members where facts[member.name] == nil { found.append(.init(kind: .notInFacts, path: place(member.name))) }
  }

  private mutating func compare(_ shape: APIModel.Reference, _ facts: FieldFacts.Shape, path: String) {
    switch (model[shape], facts) {
    case (.structure(let members), .object(let facts)): compare(members, facts, path: path)
    case (.list(let element, _), .list(let facts)), (.list(let element, _), .set(let facts, key: _)):
      compare(element, facts, path: path + "[]")
    case (.map, .map), (.text, .string), (.enumeration, .string), (.integer, .integer), (.number, .number), (.boolean, .boolean),
      (.timestamp, .string), (.text, .document), (.text, .object), (.anything, .document):
      break
    default: found.append(.init(kind: .otherType, path: path))
    }
  }
}
