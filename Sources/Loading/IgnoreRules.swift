import Diagnostics
import JSONDocument
import Resources

/// Reads rules about fields of environment.json: `ignore`, fields that belong to somebody else, and `intendedDifferences`,
/// which are meant to be other ones than in another environment.
///
/// ```
/// "ignore": [{"address": "aws_ecs_service.api", "path": "desiredCount", "reason": "autoscaled"}]
/// ```
struct IgnoreRules {
  private var rules: [(rule: IgnoreRule, json: JSON)] = []

  var all: [IgnoreRule] { rules.map(\.rule) }

  /// The member that holds the rules, and what codes of findings about them begin with.
  struct Member: Sendable {
    var name: String
    var code: String
    var example: String
    /// What a rule without a reason leaves people to wonder about.
    var wonder: String

    static let ignore = Member(
      name: "ignore", code: "ignore",
      example: #"{"address": "aws_ecs_service.api", "path": "desiredCount", "reason": "autoscaled"}"#,
      wonder: "Whoever reads a plan wants to know why a difference is left alone.")
    static let intendedDifferences = Member(
      name: "intendedDifferences", code: "intended",
      example: #"{"address": "aws_ecs_service", "path": "desiredCount", "reason": "prod is larger"}"#,
      wonder: "Whoever compares environments wants to know why they differ.")

    var fix: String { "write \"\(name)\": [\(example)]" }
  }

  init(_ document: JSON?, of member: Member = .ignore, _ run: inout LoadingRun) {
    guard let document, !document.isNull else { return }
    guard let list = document.arrayValue else {
      run.report(
        .error, "\(member.code)-not-a-list", "\"\(member.name)\" is \(document.kindName); it is a list of rules",
        at: document.mark, fix: member.fix)
      return
    }
    for json in list {
      if let rule = Self.rule(json, of: member, &run) { rules.append((rule, json)) }
    }
  }

  private static func rule(_ json: JSON, of list: Member, _ run: inout LoadingRun) -> IgnoreRule? {
    var parts: [String: String] = [:]
    for member in ["address", "path", "reason"] {
      if let text = json[member]?.stringValue, text.contains(where: { !$0.isWhitespace }) { parts[member] = text }
    }
    for member in json.objectValue ?? JSONObject() where !["address", "path", "reason", "//"].contains(member.key) {
      run.report(
        .error, "\(list.code)-member-unknown", "a rule of \"\(list.name)\" has no \"\(member.key)\"", at: member.mark,
        fix: Nearest.name(to: member.key, among: ["address", "path", "reason"]).map { "write \"\($0)\"" } ?? "remove it")
    }
    guard let address = parts["address"], let path = parts["path"], let reason = parts["reason"] else {
      let missing = ["address", "path", "reason"].first { parts[$0] == nil } ?? "address"
      run.report(
        .error, "\(list.code)-incomplete", "a rule of \"\(list.name)\" has no \"\(missing)\"",
        at: json[missing]?.mark ?? json.mark, details: missing == "reason" ? [list.wonder] : [], fix: list.fix)
      return nil
    }
    guard let subject = subject(address) else {
      let nearest = Nearest.name(to: String(address.prefix { $0 != "." }), among: ResourceKind.all.map(\.type))
      run.report(
        .error, "\(list.code)-address", "\"\(address)\" is no address", at: json["address"]?.mark,
        details: ["An address is a kind and a name, a kind alone for all of it, or \"*\" for everything."],
        fix: nearest.map { "write \"\($0)\"" })
      return nil
    }
    guard let pattern = FieldPattern(path) else {
      run.report(
        .error, "\(list.code)-path", "\"\(path)\" is no path of a field", at: json["path"]?.mark,
        fix: "write it as a plan shows it: desiredCount, containers[api].environment[RELEASE]")
      return nil
    }
    return IgnoreRule(subject, path: pattern, reason: reason)
  }

  /// `aws_ecs_service.api`, `aws_ecs_service`, `aws_ecs_service.*`, `*`.
  private static func subject(_ text: String) -> IgnoreRule.Subject? {
    if text == "*" { return .everything }
    if let kind = ResourceKind.named(text.hasSuffix(".*") ? String(text.dropLast(2)) : text) { return .kind(kind) }
    return Address(text).map { .address($0) }
  }

  // MARK: Rules that match nothing

  /// Warns about rules that can never match: of no resource, or of a field that none of them can have.
  func check(against resources: [Resource], _ run: inout LoadingRun) {
    for (rule, json) in rules {
      let meant = resources.filter { rule.concerns($0.address) }
      if meant.isEmpty {
        let text = json["address"]?.stringValue ?? ""
        let nearest = Nearest.name(to: text, among: resources.map(\.address.description))
        run.report(
          .warning, "ignore-unused", "no resource of this environment has the address \"\(text)\"; the rule matches nothing",
          at: json["address"]?.mark, fix: nearest.map { "write \"\($0)\"" } ?? "remove the rule")
      } else if !meant.contains(where: { Self.canHave(rule.path, $0) }) {
        let text = json["path"]?.stringValue ?? ""
        run.report(
          .warning, "ignore-unused", "no field that the rule is about is called \"\(text)\"; the rule matches nothing",
          at: json["path"]?.mark,
          fix: Self.nearest(rule.path, meant).map { "write \"\($0)\"" } ?? "correct the path, or remove the rule")
      }
    }
  }

  private static func canHave(_ path: FieldPattern, _ resource: Resource) -> Bool {
    let facts = resource.identity.kind.facts
    switch path.steps[0] {
    case .any: return true
    case .member(let name), .key(let name):
      guard let field = facts.fields.first(where: { $0.name == name || $0.shownAs == name }) else {
        return resource.attributes[name] != nil
      }
      guard field.name == TaskDefinitionDocument.containersMember, path.steps.count > 1 else { return true }
      return hasContainer(path.steps[1], resource)
    }
  }

  private static func hasContainer(_ step: FieldPattern.Step, _ resource: Resource) -> Bool {
    switch step {
    case .any: true
    case .member(let name), .key(let name):
      TaskDefinitionDocument(resource.attributes).container(named: name) != nil
    }
  }

  private static func nearest(_ path: FieldPattern, _ resources: [Resource]) -> String? {
    guard case .member(let name) = path.steps[0] else { return nil }
    return Nearest.name(to: name, among: resources.flatMap { $0.identity.kind.facts.fields.map(\.name) })
  }
}
