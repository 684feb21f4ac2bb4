import Applying
import Planning
import Resources
import SimulatedAWS

/// Numbers of tasks over the simulated time, and their highest values.
struct TaskPeaks {
  private let counts: [TaskCount]
  private let start: Double

  init(_ counts: [TaskCount], since start: Double) {
    self.counts = counts.sorted { $0.at < $1.at }
    self.start = start
  }

  /// Of the services with something to do that is waited for.
  func services(of plan: Plan) -> [TaskPeak] {
    let bootstrapping = Set(plan.bootstrapping)
    let identities = Dictionary(
      plan.steps.filter { $0.address.kind == .service && !bootstrapping.contains($0.address) }
        .compactMap { step in step.service.map { (step.address, $0) } },
      uniquingKeysWith: { first, _ in first })
    return identities.sorted { $0.key < $1.key }.map { address, identity in
      let group = TaskCount.Group.service(cluster: identity.cluster, name: identity.name)
      var peak = self.peak(counts.filter { $0.group == group })
      peak.service = address
      return peak
    }
  }

  var all: TaskPeak { peak(counts) }

  /// What changes at the same instant changes together.
  private func peak(_ counts: [TaskCount]) -> TaskPeak {
    var current: [TaskCount.Group: Int] = [:]
    var sum = 0
    var peak = TaskPeak(before: 0, peak: 0, after: 0, at: .zero)
    for (position, count) in counts.enumerated() {
      sum += count.tasks - (current.updateValue(count.tasks, forKey: count.group) ?? 0)
      let isLast = position + 1 == counts.count || counts[position + 1].at > count.at
      guard isLast else { continue }
      if count.at <= start { peak.before = sum }
      if sum > peak.peak || count.at <= start { (peak.peak, peak.at) = (sum, .seconds(max(0, count.at - start))) }
    }
    peak.after = sum
    return peak
  }
}

extension Step {
  fileprivate var service: ResourceIdentity? {
    work.taskRun == nil ? work.identity : nil
  }
}
