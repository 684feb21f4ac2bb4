import Applying
import Foundation
import Planning
import Providers
import Recording
import Resources
import Testing

/// One whole story with the real state file.
@Suite(.timeLimit(.minutes(15))) struct StateFileTests {
  @Test("an apply that loses an answer is finished by the next process")
  func anApplyThatLosesAnAnswerIsFinishedByTheNextProcess() async throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("reconcile-\(UUID().uuidString).sqlite").path
    defer { for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + ending) } }
    func open() throws(StateError) -> SQLiteStateStore {
      try SQLiteStateStore(path: path, environment: "staging", provider: .example)
    }
    let service = Resource.service("api")
    let steps: [Step] = [
      .create(1, .repository("api")), .create(2, .taskDefinition("api"), after: [1]), .createLinked(3, service, after: [2]),
      .awaitRollout(4, service, after: [3]),
    ]
    let first = Stage(state: try open(), faults: ["create api": .loseAnswer])
    #expect(try await !first.apply(steps).isSuccess)

    let second = Stage(state: try open())
    second.provider.change { $0 = first.provider.now }
    let report = try await second.apply(steps)
    #expect(report.isSuccess)
    #expect(report.recovered.map(\.ending) == [.takenUp])
    let state = try await open().read()
    #expect(
      state.resources.map(\.address.description) == [
        "aws_ecr_repository.api", "aws_ecs_service.api", "aws_ecs_task_definition.api",
      ])
    #expect(state.version?.serial == 3)
    #expect(try await open().unfinishedOperations().isEmpty)
  }
}
