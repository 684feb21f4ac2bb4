import JSONDocument
import Resources

/// How many failed tasks the circuit breaker of a service allows (rule d.4).
enum CircuitBreaker {
  /// Nil when the service has none. Without a configuration it is half of the desired count, between 3 and 200.
  static func threshold(of service: JSON, desired: Int) -> Int? {
    guard let breaker = ServiceDocument(service).circuitBreaker else { return nil }
    let configured = breaker["thresholdConfiguration"]
    let value = min(max(configured?["value"]?.intValue ?? 50, 0), 1_000_000)
    let share = (min(max(desired, 0), 1_000_000) * value + 99) / 100
    return switch configured?["type"]?.stringValue {
    case "COUNT": max(1, value)
    case "UNBOUNDED_PERCENT": max(1, share)
    default: min(max(share, 3), 200)
    }
  }
}
