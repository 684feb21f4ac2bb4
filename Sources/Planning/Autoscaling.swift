import JSONDocument
import Resources

/// Services whose number of tasks an autoscaler keeps: the count is its business and not the files'.
enum Autoscaling {
  /// One rule for each service that has a scalable target.
  static func rules(_ desired: [Resource], _ recorded: RecordedState, _ observed: ObservedState) -> [IgnoreRule] {
    guard let path = FieldPattern(ServiceDocument.countMember) else { return [] }
    var rules: [Address: IgnoreRule] = [:]
    let records = recorded.resources.map { ($0.address, $0.identity, $0.declared) }
    for (address, identity, declared) in records + desired.map({ ($0.address, $0.identity, $0.attributes) }) {
      guard identity.kind == .service,
        case .target(let minimum, let maximum)? = ServiceScaling(of: observed.objects[identity]?.object?.attributes)
      else { continue }
      var reason = "Application Auto Scaling keeps it between \(minimum) and \(maximum)"
      if let count = ServiceDocument(declared).desiredCount, !(minimum...max(minimum, maximum)).contains(count) {
        reason += "; the files' \(count) is outside of that"
      }
      rules[address] = IgnoreRule(.address(address), path: path, reason: reason)
    }
    return rules.values.sorted { $0.reason < $1.reason }
  }
}
