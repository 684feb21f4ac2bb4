package import JSONDocument

/// Who keeps the number of a service's tasks, beside the files: a scalable target of Application Auto Scaling, as far as
/// anybody could say.
///
/// It is no part of the service. It travels with what was observed under a name of ours, which takes part in no comparison.
package enum ServiceScaling: Sendable, Equatable {
  case target(minimum: Int, maximum: Int)
  /// Nobody was allowed to tell.
  case unknown(reason: String)

  package static let member = "reconcile:scaling"

  /// Nil when nothing scales the service.
  package init?(of observed: JSON?) {
    guard let scaling = observed?[Self.member] else { return nil }
    if let minimum = scaling["minimum"]?.intValue, let maximum = scaling["maximum"]?.intValue {
      self = .target(minimum: minimum, maximum: maximum)
    } else {
      self = .unknown(reason: scaling["unknown"]?.stringValue ?? "")
    }
  }

  package var json: JSON {
    switch self {
    case .target(let minimum, let maximum): ["minimum": .int(minimum), "maximum": .int(maximum)]
    case .unknown(let reason): ["unknown": .string(reason)]
    }
  }
}
