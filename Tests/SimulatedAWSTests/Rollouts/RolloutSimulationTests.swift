import Testing

@testable import SimulatedAWS

@Suite("Rollouts")
struct RolloutSimulationTests {
  private let check = ServiceRevision.HealthCheck(interval: 10, retries: 3, startPeriod: 0)

  // MARK: Good ends

  @Test("a deployment completes when all its tasks run, and then the service is steady")
  func completes() {
    var service = Simulated(desired: 3)
    service.deploy("one")
    #expect(service.states == [.inProgress])
    service.pass(300)
    #expect(service.states == [.completed])
    #expect(service.running == 3)
    #expect(service.workload.isSteady)
    #expect(service.messages.first == "(service web) has reached a steady state.")
    #expect(service.workload.due == nil, "nothing is left to happen")
  }

  @Test("a new revision takes the place of the old one")
  func replaces() {
    var service = Simulated(desired: 3)
    service.deploy("one")
    service.pass(300)
    service.deploy("two")
    #expect(service.workload.deployments.count == 2)
    service.pass(300)
    #expect(service.states == [.completed])
    let revisions = Set(service.workload.tasks.filter { $0.phase == .running }.map(\.revision))
    #expect(revisions == ["revision/2"])
  }

  @Test("a service of nothing is complete at once")
  func nothing() {
    var service = Simulated(desired: 0)
    service.deploy("one")
    #expect(service.states == [.completed])
    #expect(service.workload.due == nil)
  }

  @Test("a steady service that is scaled stays complete")
  func scales() {
    var service = Simulated(desired: 2)
    service.deploy("one")
    service.pass(300)
    service.scale(to: 5)
    service.pass(300)
    #expect(service.running == 5)
    service.scale(to: 1)
    service.pass(300)
    #expect(service.running == 1)
    #expect(service.states == [.completed])
  }

  @Test("a task counts only when its health check has passed")
  func waitsForHealth() {
    var service = Simulated(desired: 2)
    service.deploy("one")
    service.pass(300)
    service.deploy("two", healthCheck: check)
    service.pass(25)
    #expect(service.running == 4, "new ones run, old ones are still needed")
    #expect(service.states == [.inProgress, .completed])
    service.pass(300)
    #expect(service.states == [.completed])
    #expect(service.workload.tasks.filter { $0.phase == .running }.allSatisfy { $0.health == .healthy })
  }

  // MARK: Bad ends

  @Test("a missing image trips the breaker at the threshold, and the old revision stays")
  func rollsBack() throws {
    var service = Simulated(desired: 10, breaker: true, rollback: true)
    service.images = ["gone": .missing]
    service.deploy("one")
    service.pass(300)
    let good = try #require(service.workload.primary)
    service.deploy("gone")
    let bad = try #require(service.workload.primary)
    service.pass(600)
    #expect(service.states == [.completed])
    let now = try #require(service.workload.primary)
    #expect(now.id != good.id, "a rollback is a deployment of its own")
    #expect(now.revision == good.revision)
    #expect(now.isRollback)
    #expect(service.running == 10)
    #expect(service.messages.contains("(service web) (deployment \(bad.id)) deployment failed: tasks failed to start."))
    #expect(service.messages.contains("(service web) rolling back to deployment \(good.id)."))
    let history = try #require(service.workload.history.first)
    #expect(history.status == "ROLLBACK_SUCCESSFUL")
    #expect(history.breakerStatus == "TRIGGERED")
    #expect(history.failureCount >= 5 && history.threshold == 5)
    #expect(history.rollback?.reason == "ECS deployment circuit breaker: rolling back to deploymentId \(good.id).")
  }

  @Test("without rollback the deployment stays failed, and the old tasks run on")
  func fails() throws {
    var service = Simulated(desired: 4, breaker: true)
    service.images = ["gone": .missing]
    service.deploy("one")
    service.pass(300)
    service.deploy("gone")
    service.pass(3600)
    #expect(service.states == [.failed, .completed])
    #expect(service.workload.primary?.reason == "ECS deployment circuit breaker: tasks failed to start.")
    #expect(service.running == 4)
    #expect(service.workload.due == nil, "nothing is tried any more")
  }

  @Test("a service whose deployment failed can still be scaled down")
  func failedShrinks() {
    var service = Simulated(desired: 4, breaker: true)
    service.images = ["gone": .missing]
    service.deploy("one")
    service.pass(300)
    service.deploy("gone")
    service.pass(600)
    service.scale(to: 1)
    service.pass(300)
    #expect(service.running == 1)
    service.scale(to: 0)
    service.pass(300)
    #expect(service.running == 0)
    #expect(service.states == [.failed])
    #expect(service.workload.due == nil)
  }

  @Test("the first deployment has nothing to go back to, and fails")
  func firstFails() {
    var service = Simulated(desired: 1, breaker: true, rollback: true)
    service.images = ["gone": .missing]
    service.deploy("gone")
    service.pass(600)
    #expect(service.states == [.failed])
    #expect(service.workload.history.first?.status == "STOPPED")
  }

  @Test("without a breaker it goes on for ever")
  func forEver() {
    var service = Simulated(desired: 2)
    service.images = ["gone": .missing]
    service.deploy("gone")
    service.pass(600)
    #expect(service.messages.contains { $0.contains("is unable to consistently start tasks successfully") })
    service.pass(86400)
    #expect(service.states == [.inProgress])
    #expect((service.workload.primary?.failedTasks ?? 0) > 50)
    #expect(service.workload.tasks.count <= RolloutSimulation.rememberedTasks + 4)
  }

  @Test("the breaker trips at its threshold, not before", arguments: [(1, 3), (6, 3), (10, 5), (40, 20), (1000, 200)])
  func threshold(desired: Int, failures: Int) throws {
    var service = Simulated(desired: desired, breaker: true)
    service.images = ["gone": .missing]
    #expect(service.settings.breaker.threshold == failures)
    var before = 0
    service.watch = { workload, _ in
      if workload.primary?.state == .inProgress { before = max(before, workload.primary?.breakerFailures ?? 0) }
    }
    service.deploy("gone")
    service.pass(3600)
    #expect(before < failures)
    #expect((service.workload.primary?.failedTasks ?? 0) >= failures)
  }

  @Test("an image whose containers exit fails with the exit code")
  func exits() throws {
    var service = Simulated(desired: 1, breaker: true)
    service.images = ["broken": .found(digest: nil, .exits(code: 3))]
    service.deploy("broken")
    service.pass(600)
    #expect(service.states == [.failed])
    let task = try #require(service.workload.tasks.last)
    #expect(task.stopCode == "EssentialContainerExited")
    #expect(task.stoppedReason == "Essential container in task exited")
    #expect(task.exitCode == 3)
    #expect(task.failedContainer == "web")
  }

  @Test("a container that never gets healthy is stopped, and trips the breaker")
  func neverHealthy() throws {
    var service = Simulated(desired: 2, breaker: true, rollback: true)
    service.images = ["sick": .found(digest: nil, .neverHealthy)]
    service.deploy("one", healthCheck: check)
    service.pass(300)
    service.deploy("sick", healthCheck: check)
    service.pass(1800)
    #expect(service.states == [.completed])
    #expect(service.workload.primary?.isRollback == true)
    #expect(service.messages.contains { $0.hasSuffix("failed container health checks.") })
    let sick = service.workload.tasks.filter { $0.stoppedReason == "Task failed container health checks" }
    #expect(sick.count >= 3)
    #expect(sick.allSatisfy { $0.health == .unhealthy && $0.stopCode == "ServiceSchedulerInitiated" })
  }

  @Test("without a health check nobody notices")
  func unnoticed() {
    var service = Simulated(desired: 1)
    service.images = ["sick": .found(digest: nil, .neverHealthy)]
    service.deploy("sick")
    service.pass(300)
    #expect(service.states == [.completed])
  }

  @Test("a task without a place waits, and the breaker does not count it")
  func unplaceable() {
    var service = Simulated(desired: 2, breaker: true, rollback: true)
    service.images = ["huge": .found(digest: nil, .cannotBePlaced)]
    service.deploy("one")
    service.pass(300)
    service.deploy("huge")
    service.pass(3600)
    #expect(service.states == [.inProgress, .completed])
    #expect(service.running == 2)
    #expect(service.workload.primary?.failedTasks == 0)
    let words = "(service web) was unable to place a task because no container instance met all of its requirements."
    #expect(service.messages.count { $0.hasPrefix(words) } == 1, "it is said once")
  }

  @Test("capacity that comes back ends the wait")
  func placedLater() {
    var service = Simulated(desired: 1)
    service.images = ["huge": .found(digest: nil, .cannotBePlaced)]
    service.deploy("huge")
    service.pass(600)
    service.images = [:]
    service.pass(300)
    #expect(service.states == [.completed])
  }

  @Test("an image of another platform cannot be pulled")
  func platform() throws {
    var service = Simulated(desired: 1, breaker: true)
    service.images = ["arm": .found(digest: nil, .builtFor(platform: "linux/arm64"))]
    service.deploy("arm")
    service.pass(600)
    #expect(service.states == [.failed])
    #expect(
      service.workload.tasks.last?.stoppedReason?.hasSuffix(
        "image Manifest does not contain descriptor matching platform 'linux/amd64'") == true)
  }

  @Test("a slow start only takes longer")
  func slow() {
    var service = Simulated(desired: 1)
    service.images = ["slow": .found(digest: nil, .startsSlowly(seconds: 600))]
    service.deploy("slow")
    service.pass(599)
    #expect(service.states == [.inProgress])
    service.pass(60)
    #expect(service.states == [.completed])
  }

  // MARK: In between

  @Test("a newer deployment stops the one under way")
  func superseded() throws {
    var service = Simulated(desired: 2)
    service.deploy("one")
    service.pass(300)
    service.deploy("two")
    service.pass(5)
    service.deploy("three")
    #expect(service.workload.deployments.count == 3)
    #expect(service.workload.history.map(\.status) == ["IN_PROGRESS", "STOPPED", "SUCCESSFUL"])
    service.pass(600)
    #expect(service.states == [.completed])
    #expect(service.workload.primary?.revision == "revision/3")
  }

  @Test("a deployment during a rollback takes over")
  func duringRollback() {
    var service = Simulated(desired: 2, breaker: true, rollback: true)
    service.images = ["gone": .missing]
    service.deploy("one")
    service.pass(300)
    service.deploy("gone")
    while service.workload.primary?.isRollback == false { service.pass(1) }
    service.deploy("three")
    service.pass(600)
    #expect(service.states == [.completed])
    #expect(service.workload.primary?.revision == "revision/3")
    #expect(service.running == 2)
  }

  @Test("limits that leave no room are said, once, and nothing moves")
  func stuck() {
    var service = Simulated(desired: 1, minimum: 100, maximum: 150)
    service.deploy("one")
    service.pass(300)
    service.deploy("two")
    service.pass(3600)
    #expect(service.states == [.inProgress, .completed])
    #expect(service.messages.count { $0.contains("was unable to stop or start tasks during a deployment") } == 1)
  }

  @Test("a deleted service goes when its tasks are gone")
  func draining() {
    var service = Simulated(desired: 3)
    service.deploy("one")
    service.pass(300)
    service.settings.isDraining = true
    service.scale(to: 0)
    #expect(!service.workload.isGone)
    service.pass(60)
    #expect(service.workload.isGone)
  }

  @Test("the same service does the same thing", arguments: [1, 4, 9])
  func deterministic(desired: Int) {
    func run() -> Workload {
      var service = Simulated(desired: desired, minimum: 50, maximum: 150, breaker: true, rollback: true)
      service.images = ["gone": .missing]
      for image in ["one", "two", "gone", "three"] {
        service.deploy(image)
        service.pass(400)
      }
      return service.workload
    }
    #expect(run() == run())
  }

  @Test("long steps and short steps end in the same place")
  func stepSizes() {
    func run(_ step: Double) -> Workload {
      var service = Simulated(desired: 5, minimum: 50, maximum: 150)
      service.deploy("one")
      service.pass(300)
      service.deploy("two")
      for _ in 0..<Int(600 / step) { service.pass(step) }
      return service.workload
    }
    #expect(run(1) == run(600))
  }
}
