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
      findings.add(
        "\"\(member)\" is \(found.kindName); it must be \(Self.name(wanted))", at: deviation.mark, fix: Self.fix(found, wanted))
    }
    return findings.diagnostics
  }

  private static func name(_ shape: StructureTree.Shape) -> String {
    switch shape {
    case .text: "a string"
    case .integer: "a whole number"
    case .number: "a number"
    case .boolean: "true or false"
    case .object, .map: "an object"
    case .list: "a list"
    case .document: "an object, or its text"
    }
  }

  /// Never repeats a text: it may be a secret.
  private static func fix(_ found: JSON, _ wanted: StructureTree.Shape) -> String? {
    switch wanted {
    case .text where found.numberValue != nil || found.boolValue != nil: return "put it in quotes"
    case .integer, .number:
      guard let text = found.stringValue, Int(text) != nil else { return nil }
      return "write it without quotes"
    case .boolean where found.stringValue == "true" || found.stringValue == "false": return "write it without quotes"
    case .list(let element):
      if case .object(let tree) = element.shape, found.objectValue != nil, tree.names.contains("value") {
        return "write [{\"name\": …, \"value\": …}, …]"
      }
      return found.arrayValue == nil && found.objectValue == nil ? "put it in [ ]" : nil
    case .text, .boolean, .object, .map, .document: return nil
    }
  }
}
