import Applying
import Planning
import Providers
import Recording
import Resources
import Testing

@Suite(.timeLimit(.minutes(15))) struct FailureTests {
  @Test("a failure stops what needs it and nothing else")
  func aFailureStopsWhatNeedsItAndNothingElse() async throws {
    let stage = Stage(faults: ["create bad": .refuse])
    let service = Resource.service("api")
    let report = try await stage.apply([
      .create(1, .repository("bad")), .create(2, service, after: [1]), .awaitRollout(3, service, after: [2]),
      .create(4, .repository("good")), .create(5, .repository("better"), after: [4]),
    ])
    let bad = Address(.repository, "bad")
    #expect(report.outcome(1) == .failed(ProviderError(.refused, operation: "create bad", message: "refused")))
    #expect(report.outcome(2) == .skipped(.dependency(bad)))
    #expect(report.outcome(3) == .skipped(.dependency(bad)))
    #expect(report.outcome(4) == .done(revision: nil))
    #expect(report.outcome(5) == .done(revision: nil))
    #expect(!report.isSuccess)
    #expect(!report.wasInterrupted)
    #expect(try await stage.state.read().resources.map(\.address.name) == ["better", "good"])
    #expect(try await stage.state.unfinishedOperations().isEmpty)
  }

  @Test("without its intent written down nothing is done, and nothing new is begun")
  func intentCannotBeWritten() async throws {
    let stage = Stage(failing: [.begin("a")])
    let report = try await stage.apply([.create(1, .repository("a")), .create(2, .repository("b"))], parallelism: 1)
    #expect(report.outcome(1)?.isUnrecorded == true)
    #expect(report.outcome(2) == .skipped(.stopped))
    #expect(!stage.log.all.contains { $0.hasPrefix("call") })
    #expect(!report.wasInterrupted)
  }

  @Test("a result that cannot be written down stays open and stops the apply; what is under way ends")
  func resultCannotBeWritten() async throws {
    let barrier = Barrier(2)
    let stage = Stage(failing: [.complete("a")], during: { name in if name != "create c" { await barrier.arrive() } })
    let report = try await stage.apply(
      [.create(1, .repository("a")), .create(2, .repository("b")), .create(3, .repository("c"))], parallelism: 2)
    #expect(report.outcome(1)?.isUnrecorded == true)
    #expect(report.outcome(2) == .done(revision: nil) || report.outcome(3) == .skipped(.stopped))
    #expect(try await stage.state.unfinishedOperations().map(\.intent.address.name) == ["a"])
  }

  @Test("what is not known to have changed nothing stays open", arguments: [ScriptedProvider.Fault.loseAnswer, .breakOff])
  func unknownEffect(_ fault: ScriptedProvider.Fault) async throws {
    let stage = Stage(faults: ["create a": fault])
    let report = try await stage.apply([.create(1, .repository("a"))])
    #expect(report.outcome(1)?.failure != nil)
    #expect(try await stage.state.unfinishedOperations().map(\.intent.address.name) == ["a"])
  }

  @Test("a service never gets a revision by guess")
  func revisionWithoutStep() async throws {
    let stage = Stage()
    let report = try await stage.apply([.createLinked(1, .service("api"), after: [])])
    #expect(report.outcome(1)?.failure?.kind == .unexpected)
    #expect(!stage.log.all.contains { $0.hasPrefix("call") })
  }
}
