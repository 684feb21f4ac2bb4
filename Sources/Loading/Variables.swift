import Diagnostics
import JSONDocument
import Platform

/// Values of variables by Terraform's rules: `terraform.tfvars.json` first, then `*.auto.tfvars.json` in lexical order of
/// their names; a later file replaces a variable whole (measured with Terraform 1.11).
enum Variables {
  /// The variables of one directory laid over those of its base.
  static func load(_ directory: String, over base: JSONObject, _ run: inout LoadingRun) -> JSONObject {
    var variables = base
    let names = run.entries(directory)
    for name in names where name == "terraform.tfvars" || name.hasSuffix(".auto.tfvars") {
      run.report(
        .warning, "hcl-variables-not-read", "variables in HCL are not read", at: nil, file: Paths.joined(directory, name),
        details: ["Terraform reads this file; reconcile reads JSON only, so the two may see different values."],
        fix: "write it as \(name).json")
    }
    let files = names.filter { $0 == "terraform.tfvars.json" } + names.filter { $0.hasSuffix(".auto.tfvars.json") }
    for name in files {
      let path = Paths.joined(directory, name)
      guard let document = run.document(path) else { continue }
      guard let members = document.objectValue else {
        run.report(
          .error, "variables-not-an-object", "variables are one JSON object; this is \(document.kindName)", at: document.mark,
          fix: "write {\"NAME\": value, …}")
        run.leaveOut(path)
        continue
      }
      for member in members where member.key != "//" && member.key != "$schema" { variables.set(member) }
    }
    return variables
  }
}

/// The tag map: one variable that maps image keys to tags. Numbers and booleans become text, as in Terraform's
/// `map(string)`.
enum TagMap {
  static func tags(_ map: JSON?, variable: String, _ run: inout LoadingRun) -> [String: String] {
    guard let map else { return [:] }
    guard let members = map.objectValue else {
      run.report(
        .error, "tag-map-not-a-map", "\"\(variable)\" is \(map.kindName); the tag map is an object of image key to tag",
        at: map.mark, fix: "write \"\(variable)\": {\"api\": \"sha-3f9c2d1\", …}")
      return [:]
    }
    var tags: [String: String] = [:]
    for member in members {
      switch member.value.content {
      case .string(let text): tags[member.key] = text
      case .number(let number): tags[member.key] = number.text
      case .bool(let flag): tags[member.key] = flag ? "true" : "false"
      case .null: break  // missing; the rule for missing tags says so where the image is used
      case .array, .object:
        run.report(
          .error, "tag-not-text", "the tag of \"\(member.key)\" is \(member.value.kindName)", at: member.value.mark,
          fix: "write the tag in quotes")
      }
    }
    return tags
  }
}
