import Diagnostics
import JSONDocument
import Resources

struct TagLimits: ResourceRule {
  let code = "invalid-tag"
  let severity = Diagnostic.Severity.error
  let summary = "keys and values of tags have the length and the characters that AWS takes; none begins with \"aws:\""
  let source = "ECS API reference, Tag; AWS general reference, tag naming limits"
  let kind: ResourceKind? = nil

  func check(_ resource: Resource, _ findings: inout Findings) {
    guard let tags = resource.attributes["tags"] else { return }
    for member in tags.objectValue ?? JSONObject() {
      check(key: member.key, at: member.mark ?? member.value.mark, &findings)
      check(value: member.value, &findings)
    }
    guard let members = resource.identity.kind.answers.tags?.members else { return }
    for tag in tags.arrayValue ?? [] {
      if let json = tag[members.key], let key = json.plainText { check(key: key, at: json.mark, &findings) }
      if let json = tag[members.value] { check(value: json, &findings) }
    }
  }

  private func check(key: String, at mark: SourceMark?, _ findings: inout Findings) {
    if key.lowercased().hasPrefix("aws:") {
      findings.add("the tag \"\(key)\" begins with \"aws:\", which AWS keeps for itself", at: mark, fix: "remove it")
    } else if !(1...128).contains(key.unicodeScalars.count) {
      findings.add("a tag's key has \(key.unicodeScalars.count) characters; AWS takes 1 to 128", at: mark)
    } else if !Self.isMadeRight(key) {
      findings.add("the tag \"\(key)\" has characters that AWS does not take", at: mark, details: [Self.sentence])
    }
  }

  private func check(value json: JSON, _ findings: inout Findings) {
    guard let value = json.plainText else { return }
    if value.unicodeScalars.count > 256 {
      findings.add("a tag's value has \(value.unicodeScalars.count) characters; AWS takes at most 256", at: json)
    } else if !Self.isMadeRight(value) {
      findings.add("a tag's value has characters that AWS does not take", at: json, details: [Self.sentence])
    }
  }

  private static let sentence = "Tags are letters, digits, blanks and \"_.:/=+-@\"."

  private static func isMadeRight(_ text: String) -> Bool {
    text.allSatisfy { $0.isLetter || $0.isNumber || $0.isWhitespace || "_.:/=+-@".contains($0) }
  }
}
