import Diagnostics
import JSONDocument
import Resources

struct WrongType: ValidationRule {
  let code = "wrong-type"
  let severity = Diagnostic.Severity.error
  let summary = "members have the JSON type of the API"
  let source = "ECS API reference, types of members; the aws program refuses others (\"Invalid type for parameter\")"

  func check(_ context: ValidationContext) -> [Diagnostic] {
    var findings = Findings(self, context)
    for deviation in context.deviations {
      guard case .wrongType(let member, let found, let wanted) = deviation.problem else { continue }
      findings.file = deviation.resource.file
      let name = member.hasSuffix("[]") ? "an element of \"\(member.dropLast(2))\"" : "\"\(member)\""
      findings.add(
        "\(name) is \(found.kindName); it must be \(Self.name(wanted))", at: deviation.mark,
        fix: Self.example[member] ?? Self.fix(found, wanted))
    }
    return findings.diagnostics
  }

  /// Elements that other tools write in one word.
  private static let example = [
    "portMappings[]": #"write {"containerPort": 80}, with "hostPort" where it is another"#,
    "environment[]": #"write {"name": "A", "value": "b"}"#,
    "secrets[]": #"write {"name": "A", "valueFrom": "arn:aws:ssm:…"}"#,
    "mountPoints[]": #"write {"sourceVolume": "data", "containerPath": "/data"}"#,
    "volumes[]": #"write {"name": "data"}"#,
    "dependsOn[]": #"write {"containerName": "db", "condition": "START"}"#,
    "capacityProviderStrategy[]": #"write {"capacityProvider": "FARGATE", "weight": 1}"#,
  ]

  private static func name(_ shape: StructureTree.Shape) -> String {
    switch shape {
    case .text, .limitedText: "a string"
    case .integer: "a whole number"
    case .number: "a number"
    case .boolean: "true or false"
    case .object, .map: "an object"
    case .list: "a list"
    case .document: "an object, or its text"
    case .timestamp: "a number of seconds or a text"
    }
  }

  /// Never repeats a text: it may be a secret.
  private static func fix(_ found: JSON, _ wanted: StructureTree.Shape) -> String? {
    switch wanted {
    case .text(let allowed, _) where found.boolValue != nil && !allowed.isEmpty:
      let word = found.boolValue == true ? "ENABLED" : "DISABLED"
      return "write \(allowed.contains(word) ? "\"\(word)\"" : "one of \(allowed.joined(separator: ", "))")"
    case .text where found.isBare, .limitedText where found.isBare: return "put it in quotes"
    case .integer, .number:
      guard let text = found.stringValue, text.first?.isNumber == true else { return nil }
      return Int(text) != nil ? "write it without quotes" : "write the number alone, without quotes and unit"
    case .boolean where found.stringValue == "true" || found.stringValue == "false": return "write it without quotes"
    case .list(let element, _):
      if case .object(let tree) = element.shape, found.objectValue != nil, tree.names.contains("value") {
        let key = ["name", "key", "type"].first(where: tree.names.contains) ?? "name"
        return "write [{\"\(key)\": …, \"value\": …}, …]"
      }
      if found.parsedList != nil { return "write the list itself, not its text" }
      return found.arrayValue == nil && found.objectValue == nil ? "put it in [ ]" : nil
    case .text, .limitedText, .boolean, .object, .map, .document, .timestamp: return nil
    }
  }
}

extension JSON {
  /// A text without quotes.
  fileprivate var isBare: Bool { numberValue != nil || boolValue != nil }

  /// The list that a text holds as JSON.
  fileprivate var parsedList: [JSON]? {
    guard let text = stringValue, text.contains("[") else { return nil }
    return (try? JSON(text: text))?.arrayValue
  }
}
