import Testing

@testable import SimulatedAWS

/// What repeats itself for months is played in part only.
@Suite("Services that fail over and over")
struct RutTests {
  private static let day = 24 * 3600.0
  private static let app = "app:1"

  private static func failing(_ image: PulledImage, desired: Int = 3) -> Simulated {
    var service = Simulated(desired: desired)
    service.images = [app: image]
    service.deploy(app)
    return service
  }

  private static func advanced(_ service: Simulated, to instant: Double) -> Workload {
    var simulation = RolloutSimulation(service.workload, service.settings, images: service.images)
    simulation.advance(to: instant)
    return simulation.workload
  }

  static let images: [Row<PulledImage>] = [
    Row("an image that nobody pushed", .missing), Row("a container that ends", .found(digest: nil, .exits(code: 1))),
    Row("a container that ends after some time", .found(digest: nil, .exits(code: 1, after: 40))),
    Row("a task that finds no place", .found(digest: nil, .cannotBePlaced)),
  ]

  @Test("Hours that were left out look like hours that were played", arguments: images)
  func alike(row: Row<PulledImage>) throws {
    var played = Self.failing(row.value)
    let leapt = Self.advanced(played, to: Self.day)
    played.pass(Self.day)
    let whole = played.workload
    #expect(leapt.deployments.map(\.state) == whole.deployments.map(\.state))
    #expect(leapt.isSteady == whole.isSteady)
    let (some, all) = (try #require(leapt.primary), try #require(whole.primary))
    #expect(abs(some.failedTasks - all.failedTasks) <= all.failedTasks / 10)
    #expect(abs((some.begun ?? 0) - (all.begun ?? 0)) <= (all.begun ?? 0) / 10)
    #expect(abs(leapt.lastNumber - whole.lastNumber) <= whole.lastNumber / 10)
    #expect(abs(leapt.tasks.count - whole.tasks.count) <= 5 + whole.tasks.count / 10)
    #expect(leapt.events.count == whole.events.count)
  }

  @Test("Everything is of the last hours, in its order, and goes on", arguments: images)
  func latest(row: Row<PulledImage>) throws {
    let now = 3650 * Self.day
    let workload = Self.advanced(Self.failing(row.value), to: now)
    #expect(workload.tasks.allSatisfy { $0.createdAt > now - 5 * 3600 && $0.createdAt <= now })
    #expect(workload.tasks.allSatisfy { ($0.stoppedAt ?? now) <= now && ($0.stoppedAt ?? now) >= $0.createdAt })
    #expect(workload.events.map(\.createdAt) == workload.events.map(\.createdAt).sorted(by: >))
    #expect(Set(workload.tasks.map(\.id)).count == workload.tasks.count)
    let due = try #require(workload.due)
    #expect(due > now && due < now + 600)
  }

  @Test("A healthy service, and one whose circuit breaker ends the rollout, are where they were")
  func atRest() {
    var healthy = Simulated(desired: 2)
    healthy.deploy(Self.app)
    let later = Self.advanced(healthy, to: 3650 * Self.day)
    #expect(later.isSteady && later.due == nil)
    #expect(later.tasks.allSatisfy { $0.phase == .running && $0.createdAt < 10 })
    var broken = Simulated(desired: 2, breaker: true)
    broken.images = [Self.app: .missing]
    broken.deploy(Self.app)
    let failed = Self.advanced(broken, to: 3650 * Self.day)
    #expect(failed.deployments.map(\.state) == [.failed])
    #expect(failed.deployments.first.map { $0.failedTasks < 10 } == true)
  }
}
