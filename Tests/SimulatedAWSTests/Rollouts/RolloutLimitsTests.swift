import Testing

@testable import SimulatedAWS

/// While a healthy service is rolled over, it keeps to its limits at every instant.
@Suite("Rollouts keep their limits")
struct RolloutLimitsTests {
  struct Limits: Sendable, CustomStringConvertible {
    var desired: Int
    var minimum: Int
    var maximum: Int
    var description: String { "\(desired) tasks, \(minimum) to \(maximum) %" }
  }

  static let limits: [Limits] = [1, 2, 3, 7, 10, 33].flatMap { desired in
    [(100, 200), (50, 100), (50, 150), (0, 100), (75, 125), (100, 110), (100, 150)].map { minimum, maximum in
      Limits(desired: desired, minimum: minimum, maximum: maximum)
    }
  }

  @Test("never too few healthy tasks, never too many", arguments: limits)
  func keepsLimits(row: Limits) {
    for image in ["two", "gone", "sick", "slow"] {
      var service = Simulated(desired: row.desired, minimum: row.minimum, maximum: row.maximum, breaker: true, rollback: true)
      service.images = [
        "gone": .missing, "sick": .found(digest: nil, .neverHealthy), "slow": .found(digest: nil, .startsSlowly(seconds: 90)),
      ]
      let check = ServiceRevision.HealthCheck(interval: 10, retries: 2, startPeriod: 5)
      service.deploy("one", healthCheck: check)
      service.pass(300)
      #expect(service.states == [.completed])
      var fewest = Int.max
      var most = 0
      service.watch = { workload, _ in
        fewest = min(fewest, workload.tasks.count(where: \.isReady))
        most = max(most, workload.tasks.count(where: \.isAlive))
      }
      service.deploy(image, healthCheck: check)
      service.pass(7200)
      #expect(fewest >= service.settings.fewest, "\(image): \(fewest) of \(service.settings.fewest)")
      #expect(most <= service.settings.most, "\(image): \(most) of \(service.settings.most)")
      let canMove = service.settings.most > row.desired || service.settings.fewest < row.desired
      #expect(service.states.first == (canMove ? .completed : .inProgress), "\(image)")
    }
  }
}
