import AWS
import JSONDocument
import Providers
import Resources
import Synchronization
import Testing

@Suite("Following rollouts")
struct FollowingTests {
  private static func rollout(_ name: String) -> Rollout {
    Rollout(service: .service(name), deploymentId: "ecs-svc/2", revision: revisionARN("api:2"))
  }

  private static func services(_ request: AWSRequest, state: String, running: Int) -> JSON {
    let names = request.input["services"]?.arrayValue?.compactMap(\.stringValue) ?? []
    return [
      "services": .array(
        names.map {
          serviceDocument($0, deployments: [deployment("ecs-svc/2", "PRIMARY", state, revision: "api:2", running: running)])
        })
    ]
  }

  @Test("Many rollouts share their looks, ten services to a call")
  func sharing() async throws {
    // Nothing is complete before all were seen; from then on a round is four full calls.
    let seen = Mutex<(names: Set<String>, calls: Int)>(([], 0))
    let client = ScriptedClient { request, _ in
      let isComplete = seen.withLock { seen in
        if seen.names.count == 40 { seen.calls += 1 }
        seen.names.formUnion(request.input["services"]?.arrayValue?.compactMap(\.stringValue) ?? [])
        return seen.calls > 8
      }
      return Self.services(request, state: isComplete ? "COMPLETED" : "IN_PROGRESS", running: 2)
    }
    let provider = AWSProvider.scripted(client)
    let verdicts = await withTaskGroup(of: RolloutVerdict.self) { group in
      for number in 0..<40 {
        group.addTask {
          await provider.follow(Self.rollout("s\(number)"), patience: RolloutPatience(timeout: .seconds(1800))) { _ in }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(verdicts.allSatisfy { $0.outcome == .completed })
    let sizes = client.requests.map { $0.input["services"]?.arrayValue?.count ?? 0 }
    #expect(sizes.max() == 10)
    #expect(sizes.count { $0 == 10 } >= 4)
  }

  @Test("Progress is told when something moves, and only then")
  func progress() async throws {
    let client = ScriptedClient { request, earlier in
      Self.services(request, state: earlier < 6 ? "IN_PROGRESS" : "COMPLETED", running: min(2, earlier / 3))
    }
    let told = Mutex<[Int]>([])
    let verdict = await AWSProvider.scripted(client).follow(
      Self.rollout("api"), patience: RolloutPatience(timeout: .seconds(1800))
    ) { progress in
      told.withLock { $0.append(progress.running) }
    }
    #expect(verdict.outcome == .completed)
    #expect(told.withLock { $0 } == [0, 1, 2])
  }

  @Test("A rollout that never ends times out on the cloud's clock")
  func timeout() async throws {
    let client = ScriptedClient { request, _ in Self.services(request, state: "IN_PROGRESS", running: 0) }
    let verdict = await AWSProvider.scripted(client).follow(
      Self.rollout("api"), patience: RolloutPatience(timeout: .seconds(100))
    ) { _ in }
    #expect(verdict.outcome == .timedOut)
    #expect(client.times.contains { (100...100.1).contains($0) }, "the last look is at the deadline")
  }

  @Test("Trouble that may pass is waited out; its words are in the verdict when it does not pass")
  func trouble() async throws {
    let client = ScriptedClient { _, _ throws(AWSError) in throw AWSError(code: "Unreachable", message: "no route to host") }
    let verdict = await AWSProvider.scripted(client).follow(
      Self.rollout("api"), patience: RolloutPatience(timeout: .seconds(100))
    ) { _ in }
    #expect(verdict.outcome == .timedOut)
    #expect(verdict.reason == "DescribeServices: no route to host")
  }

  @Test("Being forbidden to look is no verdict about the rollout")
  func forbidden() async throws {
    let client = ScriptedClient { _, _ throws(AWSError) in throw AWSError(code: "AccessDeniedException", message: "no") }
    let verdict = await AWSProvider.scripted(client).follow(
      Self.rollout("api"), patience: RolloutPatience(timeout: .seconds(100))
    ) { _ in }
    #expect(verdict.outcome == .interrupted)
  }

  @Test("Cancelling ends the wait at once, and the others go on")
  func cancelling() async throws {
    let isCancelled = Atomic(false)
    let client = ScriptedClient { request, _ in
      Self.services(request, state: isCancelled.load(ordering: .relaxed) ? "COMPLETED" : "IN_PROGRESS", running: 2)
    }
    let provider = AWSProvider.scripted(client)
    let other = Task { await provider.follow(Self.rollout("worker"), patience: RolloutPatience(timeout: .seconds(1e9))) { _ in } }
    let task = Task { await provider.follow(Self.rollout("api"), patience: RolloutPatience(timeout: .seconds(1e9))) { _ in } }
    while client.requests.count < 3 { await Task.yield() }
    task.cancel()
    #expect(await task.value.outcome == .interrupted)
    isCancelled.store(true, ordering: .relaxed)
    #expect(await other.value.outcome == .completed)
  }
}
