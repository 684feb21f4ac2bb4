import JSONDocument

/// The messages of a service that belong to one rollout, newest first.
struct ServiceEvents {
  let all: [String]
  /// When ECS said last that everything that should run runs; nil when it never did.
  let steadyAt: Double?
  /// When ECS said that the deployment is complete; nil where it did not, or where that is forgotten.
  let completedAt: Double?

  /// `since` is when the deployment was created; while that is not known, only what names it counts, because older ones tell
  /// of other deployments.
  init(_ service: JSON, of deployment: String, since: Double?) {
    let sorted = (service["events"]?.arrayValue ?? []).compactMap { event -> (Double, String)? in
      guard let time = APITime.seconds(event["createdAt"]), let text = event["message"]?.stringValue,
        since.map({ time >= $0 }) ?? text.contains("(deployment \(deployment))")
      else { return nil }
      return (time, text)
    }.enumerated().sorted { ($1.element.0, $0.offset) < ($0.element.0, $1.offset) }.map(\.element)
    all = sorted.map(\.1)
    completedAt = sorted.first { $0.1.contains("(deployment \(deployment)) deployment completed") }?.0
    steadyAt = sorted.first { $0.1.contains("has reached a steady state") }?.0
  }

  var newest: String? { all.first }

  /// The newest message that speaks of trouble.
  var telling: String? { tellings.first }

  /// Messages that speak of trouble, newest first.
  var tellings: [String] {
    all.filter { text in
      let text = text.lowercased()
      return Self.signals.contains { text.contains($0) }
    }
  }

  /// What ECS says when it gives a deployment up: `(service api) (deployment ecs-svc/…) deployment failed: …`.
  var failure: String? {
    tellings.lazy.compactMap { text in
      text.firstRange(of: "deployment failed: ").map { String(text[$0.upperBound...]) }
    }.first
  }

  /// Tasks that were begun: `(service api) has started 2 tasks: (task …) (task …).`
  var started: Int {
    all.reduce(0) { sum, text in
      guard let words = text.firstRange(of: " has started ") else { return sum }
      return sum + (Int(text[words.upperBound...].prefix { $0.isNumber }) ?? 0)
    }
  }

  /// Words that Copilot's command line looks for in events as well.
  private static let signals = ["fail", "unhealthy", "error", "throttle", "unable", "missing", "alarm detected", "rolling back"]
}
