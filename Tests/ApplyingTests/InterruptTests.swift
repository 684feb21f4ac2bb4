import Applying
import JSONDocument
import Planning
import Providers
import Recording
import Resources
import Testing

@Suite(.timeLimit(.minutes(15))) struct InterruptTests {
  @Test("a call under way ends and is written down; nothing new begins")
  func duringACall() async throws {
    let (arrived, cancelled) = (Latch(), Latch())
    let stage = Stage(during: { _ in
      await arrived.open()
      await cancelled.wait()
    })
    let apply = Task {
      try await stage.apply(
        [.create(1, .repository("a")), .create(2, .repository("b"), after: [1]), .create(3, .repository("c"))], parallelism: 1)
    }
    await arrived.wait()
    apply.cancel()
    await cancelled.open()
    let report = try await apply.value
    #expect(report.outcome(1) == .done(revision: nil))
    #expect(report.outcome(2) == .skipped(.stopped))
    #expect(report.outcome(3) == .skipped(.stopped))
    #expect(report.wasInterrupted)
    #expect(stage.log.all(of: " a") == ["intent create a", "call create a", "recorded a"])
    #expect(try await stage.state.unfinishedOperations().isEmpty)
  }

  @Test("a wait ends as interrupted; the deployment that was started is on record")
  func duringAWait() async throws {
    let waiting = Latch()
    let stage = Stage(following: { _ in
      await waiting.open()
      for await _ in AsyncStream<Void>.makeStream().stream {}  // ends when the task is cancelled
    })
    let service = Resource.service("api")
    let apply = Task {
      try await stage.apply([
        .create(1, service), .awaitRollout(2, service, after: [1]), .create(3, .repository("next"), after: [2]),
      ])
    }
    await waiting.wait()
    apply.cancel()
    let report = try await apply.value
    #expect(report.outcome(2) == .rollout(RolloutVerdict(.interrupted)))
    #expect(report.outcome(3)?.isSuccess == false)
    #expect(report.wasInterrupted)
    let record = try await stage.record(of: service.address)
    #expect(record?.observed["taskDefinition"] == .string(.revision("api", 1)))
  }

  @Test("stopped before it begins, nothing is done")
  func beforeItBeginsNothingIsDone() async throws {
    let begin = Latch()
    let stage = Stage()
    let apply = Task {
      await begin.wait()
      return try await stage.apply([.create(1, .repository("a"))])
    }
    apply.cancel()
    await begin.open()
    let report = try await apply.value
    #expect(report.outcome(1) == .skipped(.stopped))
    #expect(report.wasInterrupted)
    #expect(stage.log.all == ["finished 1"])
  }

  @Test("being told to stop inside the last step leaves nothing undone")
  func duringTheLastStep() async throws {
    let (arrived, cancelled) = (Latch(), Latch())
    let stage = Stage(during: { _ in
      await arrived.open()
      await cancelled.wait()
    })
    let apply = Task { try await stage.apply([.create(1, .repository("a"))]) }
    await arrived.wait()
    apply.cancel()
    await cancelled.open()
    let report = try await apply.value
    #expect(report.isSuccess)
    #expect(!report.wasInterrupted)
  }
}
