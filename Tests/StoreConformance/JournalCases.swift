import JSONDocument
import Recording
import Resources
import Testing

extension StoreCase {
  /// Runs and the operations in them.
  static let journal: [StoreCase] = [
    StoreCase("an intent stays open until its result is written") { setting in
      let store = try setting.open()
      let run = try await store.beginRun(.example)
      let intents: [OperationIntent] = [.create(.service("api"), token: "t-1"), .create(.repository("web"), token: "t-2")]
      let first = try await store.begin(intents[0], in: run)
      let second = try await store.begin(intents[1], in: run)

      let open = try await setting.open().unfinishedOperations()
      #expect(open.map(\.id) == [first, second])
      #expect(open.map(\.intent) == intents)
      #expect(open[0].startedAt < open[1].startedAt)

      try await store.complete(first, .recorded(.service("api"), revision: .example("api", 1)))
      #expect(try await setting.open().unfinishedOperations().map(\.id) == [second])
      let state = try await setting.open().read()
      #expect(state.resources == [.service("api")])
      #expect(state.revisions["api"] == [Revision.example("api", 1).recorded])
    },
    StoreCase("a failure closes the operation and records nothing") { setting in
      let store = try setting.open()
      let run = try await store.beginRun(.example)
      try await store.complete(try await store.begin(.create(.service("api")), in: run), .failed(message: "refused"))
      #expect(try await store.unfinishedOperations().isEmpty)
      #expect(try await store.read().resources.isEmpty)
      #expect(try await store.read().version?.serial == 0)
    },
    StoreCase("an operation ends once") { setting in
      let store = try setting.open()
      let run = try await store.beginRun(.example)
      let operation = try await store.begin(.create(.service("api")), in: run)
      try await store.complete(operation, .failed(message: "refused"))
      await #expect(throws: StateError.self) {
        try await store.complete(operation, .recorded(.service("api"), revision: nil))
      }
      #expect(try await store.read().resources.isEmpty)
      await #expect(throws: StateError.self) { try await store.complete(OperationID(99), .failed(message: "")) }
    },
    StoreCase("a run ends once and its operations need it") { setting in
      let store = try setting.open()
      let run = try await store.beginRun(.example)
      try await store.finishRun(run, outcome: RunOutcome(result: .succeeded, summary: ""))
      await #expect(throws: StateError.self) {
        try await store.finishRun(run, outcome: RunOutcome(result: .failed, summary: ""))
      }
      await #expect(throws: StateError.self) { try await store.begin(.create(.service("api")), in: RunID(99)) }
    },
    StoreCase("the history is newest first and says what happened") { setting in
      let store = try setting.open()
      let description = RunDescription(
        operation: "apply", who: "kim@ci-7", imageTags: ["api": "sha-1", "web": "1.2"], sourceCommit: "3f9c2d1",
        runURL: "https://ci.example/7", executes: ["aws_ecs_service.api": ["./smoke quick", "https://api.example/"], "x": []],
        reason: "orders are lost", deed: "3f9c", windowOverride: "it is night")
      let outcome = RunOutcome(
        result: .rolledBack, summary: "1 of 2 steps done", verdicts: ["aws_ecs_service.api": "rolledBack"],
        durations: ["aws_ecs_service.web": 58], objects: ["aws_ecs_service.api": "main/api"])
      let first = try await store.beginRun(description)
      let operation = try await store.begin(.create(.service("api")), in: first)
      try await store.complete(operation, .recorded(.service("api"), revision: nil))
      try await store.finishRun(first, outcome: outcome)
      let second = try await store.beginRun(.example)

      let history = try await setting.open().history(limit: 10)
      #expect(history.map(\.id) == [second, first])
      #expect(history[0].outcome == nil)
      #expect(history[0].finishedAt == nil)
      #expect(history[0].serialBefore == 1)
      #expect(history[1].description == description)
      #expect(history[1].outcome == outcome)
      #expect(history[1].serialBefore == 0)
      #expect(history[1].serialAfter == 1)
      #expect(try await store.history(limit: 1).map(\.id) == [second])
    },
  ]
}
