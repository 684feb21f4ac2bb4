import JSONDocument
package import Resources
import Validation

/// What a document outside of any environment describes, and how it does: as a file that people write, or as the answer
/// of a call.
package enum StandaloneForm: Sendable, Hashable {
  /// The input of the call that makes the object, or the object as a describe call answers it without its wrapping.
  case object(ResourceKind)
  /// The answer of a describe call: objects in a list, or one under its name.
  case answer(ResourceKind, member: String)
  /// A policy of a repository by itself; `member` is its member in a repository's file.
  case policy(member: String)
  /// The answer of GetLifecyclePolicy or GetRepositoryPolicy, with the text of the policy under `text`.
  case policyAnswer(member: String, text: String)

  package var kind: ResourceKind {
    switch self {
    case .object(let kind), .answer(let kind, _): kind
    case .policy, .policyAnswer: .repository
    }
  }

  /// The one member of a repository that it is about.
  package var onlyMember: String? {
    switch self {
    case .object, .answer: nil
    case .policy(let member), .policyAnswer(let member, _): member
    }
  }

  /// By what calls print around it, then by the members only one kind has. Nil when it cannot be told.
  static func of(_ document: JSON) -> StandaloneForm? {
    wrapped(document) ?? policy(document) ?? bare(document).map { .object($0) }
  }

  /// In the form of a kind that was named.
  static func of(_ document: JSON, named name: LooseKind) -> StandaloneForm {
    let found = wrapped(document)
    if let found, found.kind == name.kind { return found }
    switch name {
    case .resource(let kind): return .object(kind)
    case .policy(let member): return document[member] != nil ? .object(.repository) : .policy(member: member)
    }
  }

  private static func wrapped(_ document: JSON) -> StandaloneForm? {
    if document["lifecyclePolicyText"]?.stringValue != nil {
      return .policyAnswer(member: "lifecyclePolicy", text: "lifecyclePolicyText")
    }
    if document["policyText"]?.stringValue != nil { return .policyAnswer(member: "repositoryPolicy", text: "policyText") }
    for kind in ResourceKind.all {
      if let list = kind.answers.list, document[list]?.arrayValue != nil { return .answer(kind, member: list) }
      if let single = kind.answers.single, document[single]?.objectValue != nil { return .answer(kind, member: single) }
    }
    return nil
  }

  private static func policy(_ document: JSON) -> StandaloneForm? {
    if document["rules"]?.arrayValue?.contains(where: { $0["rulePriority"] != nil }) == true {
      return .policy(member: "lifecyclePolicy")
    }
    return document["Statement"] != nil ? .policy(member: "repositoryPolicy") : nil
  }

  /// The kind that knows most of the members, however they are spelt; nil when none knows one that says anything.
  private static func bare(_ document: JSON) -> ResourceKind? {
    if document["reconcile"] != nil || document["overrides"] != nil { return .oneOffTask }
    let names = Set((document.objectValue ?? JSONObject()).keys.map(MemberNames.plain)).subtracting([
      "tags", "tag", "cluster", "role",
    ])
    let known = ResourceKind.all.filter { $0 != .oneOffTask }.map { kind in
      (kind, names.intersection((kind.facts.fields.map(\.name) + kind.outputOnly).map(MemberNames.plain)).count)
    }
    return known.filter { $0.1 > 0 }.max { $0.1 < $1.1 }?.0
  }
}

/// A kind as people name it on the command line: `task-definition`, `service`, `lifecycle-policy`, or Terraform's type.
package enum LooseKind: Sendable, Hashable {
  case resource(ResourceKind)
  /// One of a repository's two policies, by its member.
  case policy(member: String)

  package var kind: ResourceKind {
    switch self {
    case .resource(let kind): kind
    case .policy: .repository
    }
  }

  package init?(_ name: String) {
    if let kind = ResourceKind.named(name) ?? ResourceKind.all.first(where: { Self.name(of: $0) == name }) {
      self = .resource(kind)
    } else if let member = Self.policies[name] {
      self = .policy(member: member)
    } else {
      return nil
    }
  }

  private static let policies = ["lifecycle-policy": "lifecyclePolicy", "repository-policy": "repositoryPolicy"]

  private static func name(of kind: ResourceKind) -> String { kind.noun.replacing(" ", with: "-") }

  package static var names: [String] { (ResourceKind.all.map(name) + policies.keys).sorted() }
}
