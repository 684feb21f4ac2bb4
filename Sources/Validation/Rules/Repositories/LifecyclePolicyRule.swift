import Diagnostics
import JSONDocument
import Resources

struct LifecyclePolicyRule: ResourceRule {
  let code = "lifecycle-policy"
  let severity = Diagnostic.Severity.error
  let summary = "lifecycle policies have the structure that ECR takes"
  let source = "Amazon ECR user guide, lifecycle policy parameters: \"Could not map policyString into LifecyclePolicy\""
  let kind: ResourceKind? = .repository

  private static let ruleMembers = ["rulePriority", "description", "selection", "action"]
  private static let selectionMembers = [
    "tagStatus", "tagPrefixList", "tagPatternList", "countType", "countUnit", "countNumber", "storageClass",
  ]

  func check(_ resource: Resource, _ findings: inout Findings) {
    let json = resource.attributes["lifecyclePolicy"]
    guard let reading = PolicyDocument.read(json) else { return }
    guard case .document(let policy, let length) = reading, let members = policy.objectValue else {
      findings.add("the lifecycle policy is no JSON object", at: json)
      return
    }
    for member in members where member.key != "rules" {
      findings.add(
        "a lifecycle policy has only \"rules\", no \"\(member.key)\"", at: member.mark ?? member.value.mark, fix: "remove it")
    }
    guard let rules = policy["rules"]?.arrayValue, (1...50).contains(rules.count) else {
      findings.add("a lifecycle policy has 1 to 50 rules", at: policy["rules"] ?? policy)
      return
    }
    if length > 30_720 { findings.add("the lifecycle policy has \(length) characters; ECR takes 30720", at: policy) }
    for rule in rules { check(rule, &findings) }
    checkOrder(rules, &findings)
  }

  private func check(_ rule: JSON, _ findings: inout Findings) {
    checkMembers(rule, Self.ruleMembers, ["rulePriority", "selection", "action"], &findings)
    if let priority = rule["rulePriority"], priority.intValue ?? 0 < 1 {
      findings.add(
        "\"rulePriority\" is \(priority.stringValue == nil ? priority.text() : "a string"); it must be a whole number from 1",
        at: priority)
    }
    if let action = rule["action"], let type = action["type"], !["expire", "transition"].contains(type.stringValue) {
      findings.add("the action is \"expire\" or \"transition\"", at: type)
    }
    guard let selection = rule["selection"], selection.objectValue != nil else { return }
    checkMembers(selection, Self.selectionMembers, ["tagStatus", "countType", "countNumber"], &findings)
    checkTags(selection, &findings)
    checkCount(selection, &findings)
  }

  private func checkMembers(_ json: JSON, _ known: [String], _ required: [String], _ findings: inout Findings) {
    for member in json.objectValue ?? JSONObject() where !known.contains(member.key) {
      findings.add(
        "a lifecycle policy has no member \"\(member.key)\" here", at: member.mark ?? member.value.mark,
        fix: Nearest.name(to: member.key, among: known).map { "write \"\($0)\"" } ?? "remove it")
    }
    for name in required where json[name] == nil { findings.add("\"\(name)\" is missing", at: json, fix: "add it") }
  }

  private func checkTags(_ selection: JSON, _ findings: inout Findings) {
    let lists = ["tagPrefixList", "tagPatternList"].filter { selection.has($0) }
    switch selection.text("tagStatus") {
    case "tagged":
      if lists.count != 1 {
        findings.add(
          "a rule for tagged images has either \"tagPrefixList\" or \"tagPatternList\"", at: selection,
          fix: lists.isEmpty ? "add one" : "remove one")
      }
    case "untagged", "any":
      for list in lists {
        findings.add("\"\(list)\" is only for tagStatus tagged", at: selection.mark(of: list), fix: "remove it")
      }
    case let status?:
      findings.add(
        "\"tagStatus\" cannot be \"\(status)\"", at: selection["tagStatus"], details: ["Known values: tagged, untagged, any."])
    case nil: break
    }
  }

  private func checkCount(_ selection: JSON, _ findings: inout Findings) {
    if let number = selection["countNumber"], number.intValue ?? 0 < 1 {
      findings.add(
        "\"countNumber\" is \(number.stringValue == nil ? number.text() : "a string"); it must be a whole number from 1",
        at: number)
    }
    switch selection.text("countType") {
    case "imageCountMoreThan":
      if selection.has("countUnit") {
        findings.add("imageCountMoreThan has no \"countUnit\"", at: selection.mark(of: "countUnit"), fix: "remove it")
      }
    case "sinceImagePushed", "sinceImagePulled", "sinceImageTransitioned":
      if selection.text("countUnit") != "days" {
        findings.add("an age is counted in days", at: selection["countUnit"] ?? selection, fix: "write \"countUnit\": \"days\"")
      }
    case let type?: findings.add("\"countType\" cannot be \"\(type)\"", at: selection["countType"])
    case nil: break
    }
  }

  private func checkOrder(_ rules: [JSON], _ findings: inout Findings) {
    var seen = Set<Int>()
    for rule in rules {
      guard let priority = rule.int("rulePriority"), !seen.insert(priority).inserted else { continue }
      findings.add("two rules have the priority \(priority)", at: rule["rulePriority"], fix: "number them differently")
    }
    let forAny = rules.filter { $0["selection"]?.text("tagStatus") == "any" && $0["action"]?.text("type") == "expire" }
    let highest = rules.compactMap { $0.int("rulePriority") }.max()
    for rule in forAny where rule.int("rulePriority") != highest {
      findings.add(
        "a rule for any image comes last", at: rule["rulePriority"], details: ["Its \"rulePriority\" must be the highest number."]
      )
    }
  }
}
