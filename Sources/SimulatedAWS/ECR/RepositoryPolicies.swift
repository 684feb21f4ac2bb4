import AWS
import JSONDocument

/// The lifecycle policy or the access policy of repositories; AWS keeps both as text.
struct RepositoryPolicies {
  enum Kind {
    case lifecycle, access

    var collection: Collection { self == .lifecycle ? .lifecyclePolicies : .repositoryPolicies }
    var member: String { self == .lifecycle ? "lifecyclePolicyText" : "policyText" }

    func notFound(_ name: String, _ account: String) -> AWSError {
      let (code, subject) =
        self == .lifecycle
        ? ("LifecyclePolicyNotFoundException", "Lifecycle policy") : ("RepositoryPolicyNotFoundException", "Repository policy")
      return AWSError(
        code: code,
        message: "\(subject) does not exist for the repository with name '\(name)' in the registry with id '\(account)'")
    }
  }

  let repositories: Repositories
  let kind: Kind
  private let name: String

  init(_ call: Call, _ input: JSON, _ kind: Kind) {
    repositories = Repositories(call, input)
    self.kind = kind
    name = input.string("repositoryName") ?? ""
  }

  private var call: Call { repositories.call }

  func put(_ input: JSON) throws(AWSError) -> JSON {
    _ = try repositories.repository(name)
    let text = input.string(kind.member) ?? ""
    switch kind {
    case .lifecycle: try LifecyclePolicyCheck.check(text)
    case .access: try checkAccess(text)
    }
    try call.documents.put(kind.collection, name, .members((kind.member, .string(text)), ("lastEvaluatedAt", .time(call.now))))
    return answer(text)
  }

  func get(_ input: JSON) throws(AWSError) -> JSON {
    let policy = try found()
    var answer = answer(policy.string(kind.member) ?? "")
    if kind == .lifecycle { answer["lastEvaluatedAt"] = policy["lastEvaluatedAt"] }
    return answer
  }

  func delete(_ input: JSON) throws(AWSError) -> JSON {
    let policy = try found()
    try call.documents.remove(kind.collection, name)
    var answer = answer(policy.string(kind.member) ?? "")
    if kind == .lifecycle { answer["lastEvaluatedAt"] = policy["lastEvaluatedAt"] }
    return answer
  }

  private func found() throws(AWSError) -> JSON {
    _ = try repositories.repository(name)
    guard let policy = try call.documents.document(kind.collection, name) else { throw kind.notFound(name, call.scope.account) }
    return policy
  }

  private func answer(_ text: String) -> JSON {
    ["registryId": .string(call.scope.account), "repositoryName": .string(name), kind.member: .string(text)]
  }

  private func checkAccess(_ text: String) throws(AWSError) {
    let policy = JSON.parse(text).document
    let statements = policy?["Statement"].map { $0.arrayValue ?? [$0] } ?? []
    let isSound = statements.allSatisfy { statement in
      ["Allow", "Deny"].contains(statement.string("Effect") ?? "")
        && (statement["Principal"] != nil || statement["NotPrincipal"] != nil)
        && (statement["Action"] != nil || statement["NotAction"] != nil)
    }
    guard policy?["Version"]?.stringValue != nil || policy?["Version"] == nil, !statements.isEmpty, isSound,
      text.utf8.count <= 10240
    else {
      throw .invalidParameter(
        "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'")
    }
  }
}

/// What ECR refuses in lifecycle policies (the rules that cdk-preflight reproduced on AWS).
enum LifecyclePolicyCheck {
  static func check(_ text: String) throws(AWSError) {
    guard let policy = JSON.parse(text).document, policy.objectValue?.keys == ["rules"], let rules = policy["rules"]?.arrayValue,
      (1...50).contains(rules.count), rules.allSatisfy(hasKnownKeys)
    else { throw refused("Could not map policyString into LifecyclePolicy") }
    var priorities: Set<Int> = []
    for rule in rules {
      guard let priority = rule["rulePriority"]?.intValue, priority >= 1 else { throw refused("rulePriority is required") }
      guard priorities.insert(priority).inserted else { throw refused("Duplicate priority in multiple rules") }
      try check(selection: rule["selection"] ?? [:])
    }
    let catchAll = rules.filter { $0["selection"]?.string("tagStatus") == "any" }
    guard catchAll.count <= 1, catchAll.allSatisfy({ $0["rulePriority"]?.intValue == priorities.max() }) else {
      throw refused("A rule with tagStatus any must have the highest value for rulePriority and be evaluated last")
    }
  }

  private static func hasKnownKeys(_ rule: JSON) -> Bool {
    rule.objectValue?.keys.allSatisfy { ["rulePriority", "description", "selection", "action"].contains($0) } ?? false
  }

  private static func check(selection: JSON) throws(AWSError) {
    let lists = ["tagPrefixList", "tagPatternList"].filter { selection[$0]?.arrayValue?.isEmpty == false }
    switch selection.string("tagStatus") {
    case "tagged": guard lists.count == 1 else { throw refused("Must specify tagPrefixList or tagPatternList") }
    case "untagged", "any": guard lists.isEmpty else { throw refused("tagPrefixList and tagPatternList need tagStatus tagged") }
    default: throw refused("Could not map policyString into LifecyclePolicy")
    }
    guard (selection["countNumber"]?.intValue ?? 0) >= 1 else { throw refused("countNumber must be greater than 0") }
    let isByAge = selection.string("countType") != "imageCountMoreThan"
    guard isByAge == (selection.string("countUnit") == "days") else { throw refused("countUnit does not match countType") }
  }

  private static func refused(_ problem: String) -> AWSError {
    .invalidParameter(
      "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: \(problem)'"
    )
  }
}
