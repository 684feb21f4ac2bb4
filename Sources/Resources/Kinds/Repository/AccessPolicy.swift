import JSONDocument

/// R02: two IAM policies are equal when they say the same.
///
/// One value is a list of one; lists of actions, resources, principals and condition values are sets; actions and condition
/// keys are in any case; an account is its root principal; statements are a multiset. All other members count as they are.
enum AccessPolicy {
  /// What IAM takes a policy without a version for (IAM user guide, "IAM JSON policy elements: Version").
  private static let firstVersion = "2008-10-17"

  static func canonicalize(_ policy: JSON) -> JSON {
    policy.parsedText.mapMembers { name, value in
      switch name {
      case "Version": return value.stringValue == firstVersion ? Optional.none : value
      case "Statement":
        let statements = (value.arrayValue ?? [value]).map(statement)
        return statements.isEmpty ? Optional.none : .array(statements.sorted { $0.text(.canonical) < $1.text(.canonical) })
      default: return value
      }
    }
  }

  private static func statement(_ statement: JSON) -> JSON {
    statement.mapMembers { name, value in
      switch name {
      case "Action", "NotAction": set(value) { .string($0.lowercased()) }
      case "Resource", "NotResource": set(value) { .string($0) }
      case "Principal", "NotPrincipal": everybody(value).mapMembers { set($1) { principal($0) } }
      case "Condition": value.mapMembers { $1.mapConditionKeys() }
      default: value
      }
    }
  }

  /// `"*"` is every AWS principal (IAM user guide, "AWS JSON policy elements: Principal").
  private static func everybody(_ principal: JSON) -> JSON { principal == "*" ? ["AWS": "*"] : principal }

  /// `arn:aws:iam::111122223333:root` stands for the account, like its number.
  private static func principal(_ text: String) -> JSON {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn", parts[2] == "iam", parts[5] == "root" else { return .string(text) }
    return .string(String(parts[4]))
  }

  /// A value or a list of values as an ordered list without repetitions.
  fileprivate static func set(_ value: JSON, _ text: (String) -> JSON) -> JSON {
    var seen = Set<String>()
    let elements = (value.arrayValue ?? [value]).map { $0.stringValue.map(text) ?? $0 }
    return .array(
      elements.map { ($0.text(.canonical), $0) }.filter { seen.insert($0.0).inserted }.sorted { $0.0 < $1.0 }.map(\.1))
  }
}

extension JSON {
  /// The conditions of one operator: keys in lower case, values as sets of texts (`true` and `"true"` are the same to IAM).
  fileprivate func mapConditionKeys() -> JSON {
    guard let members = objectValue else { return self }
    return .object(
      JSONObject(
        members.map { member in
          let values = member.value.mapElements(\.asText)
          let set = AccessPolicy.set(values.arrayValue == nil ? values.asText : values) { .string($0) }
          return JSONObject.Member(key: member.key.lowercased(), value: set)
        }))
  }

  private var asText: JSON {
    switch content {
    case .bool(let flag): .string(flag ? "true" : "false")
    case .number(let number): .string(number.text)
    case .null, .string, .array, .object: self
    }
  }
}
