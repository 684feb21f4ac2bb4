import Diagnostics
import JSONDocument
import Resources

struct Retention: ResourceRule {
  let code = "retention"
  let severity = Diagnostic.Severity.error
  let summary = "logs are kept for a number of days that CloudWatch Logs offers"
  let source = "CloudWatch Logs API reference, PutRetentionPolicy retentionInDays"
  let kind: ResourceKind? = .logGroup

  private static let days = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
  ]

  func check(_ resource: Resource, _ findings: inout Findings) {
    guard let json = resource.attributes["retentionInDays"], let days = json.intValue else { return }
    if resource.attributes.text("logGroupClass") == "DELIVERY" {
      findings.add("a log group of class DELIVERY has its own retention", at: json, fix: "remove it")
    } else if !Self.days.contains(days) {
      let nearest = Self.days.min { abs($0 - min(max(days, 0), 10_000)) < abs($1 - min(max(days, 0), 10_000)) }
      findings.add(
        "\"retentionInDays\" is \(days); CloudWatch Logs offers \(Self.days.map(String.init).joined(separator: ", "))", at: json,
        fix: nearest.map { "write \($0)" })
    }
  }
}
