import Diagnostics
import JSONDocument
import Resources

struct ValueOutOfRange: ValidationRule {
  let code = "value-out-of-range"
  let severity = Diagnostic.Severity.error
  let summary = "numbers lie within the limits of the API"
  let source = "ECS API reference, \"Valid Range\" and the texts of the members"

  func check(_ context: ValidationContext) -> [Diagnostic] {
    var findings = Findings(self, context)
    // What is known of a place is narrower than what its type holds, and said once.
    var told: Set<SourceMark> = []
    for resource in context.resources {
      findings.file = resource.file
      for limit in resource.identity.kind.limits.ranges {
        limit.field.forEach(in: resource.attributes) { json in
          if check(json, limit, &findings), let mark = json.mark { told.insert(mark) }
        }
      }
      for order in resource.identity.kind.limits.orders { check(resource.attributes, order, &findings) }
    }
    for deviation in context.deviations {
      guard case .outOfRange(let member, let found, let allowed) = deviation.problem,
        deviation.mark.map(told.contains) != true
      else { continue }
      findings.file = deviation.resource.file
      findings.add("\"\(member)\" is \(found); AWS takes \(Self.text(allowed))", at: deviation.mark)
    }
    return findings.diagnostics
  }

  /// Whether something was found.
  private func check(_ json: JSON, _ limit: KindLimits.Range, _ findings: inout Findings) -> Bool {
    guard let number = json.numberValue, !limit.range.contains(number.doubleValue) else { return false }
    findings.add(
      "\"\(limit.field.member)\" is \(number.text); AWS takes \(Self.text(limit.range))", at: json,
      details: limit.note.map { [$0] } ?? [])
    return true
  }

  private func check(_ document: JSON, _ order: KindLimits.Order, _ findings: inout Findings) {
    guard let least = order.least.first(in: document), let most = order.most.first(in: document),
      let lower = least.numberValue, let upper = most.numberValue, lower.doubleValue > upper.doubleValue
    else { return }
    findings.add(
      "\"\(order.least.member)\" is \(lower.text), above \"\(order.most.member)\", which is \(upper.text)", at: least)
  }

  private static func text(_ range: ClosedRange<Double>) -> String {
    if range.upperBound == KindLimits.any { return "at least \(text(range.lowerBound))" }
    return "\(text(range.lowerBound)) to \(text(range.upperBound))"
  }

  private static func text(_ bound: Double) -> String {
    bound == bound.rounded() ? String(Int(bound)) : String(bound)
  }
}
