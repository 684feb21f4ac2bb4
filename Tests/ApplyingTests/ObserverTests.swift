import Applying
import Planning
import Resources
import Synchronization
import Testing

@Suite("Observers of an apply")
struct ObserverTests {
  private static let service = Resource.service("api")
  private static let steps: [Step] = [
    .create(1, service), .awaitRollout(2, service, after: [1]), .create(3, .repository("a")), .create(4, .repository("b")),
  ]

  @Test("hear its beginning, the events of each step in their order, and its end")
  func order() async throws {
    let stage = Stage()
    let recorder = Recorder()
    let observers = ApplyObservers([recorder], of: Plan(Self.steps))
    let report = try await stage.apply(Self.steps, telling: { observers.tell($0) })
    #expect(await observers.finish(report) == [])
    let heard = recorder.heard
    #expect(heard.first == "began 4 steps")
    #expect(heard.last == "ended 4 outcomes")
    for step in Self.steps {
      let own = heard.filter { $0.hasSuffix(" \(step.id.number)") }
      #expect(own.first == "started \(step.id.number)")
      #expect(own.last == "finished \(step.id.number)")
      #expect(own.dropFirst().dropLast().allSatisfy { $0 == "progress \(step.id.number)" })
    }
  }

  @Test("hold up nothing when they are slow, and hear everything all the same")
  func slow() async throws {
    let stage = Stage()
    let gate = Gate()
    let (slow, quick) = (Recorder("slow", patience: nil, waitingFor: gate), Recorder("quick"))
    let observers = ApplyObservers([slow, quick], of: Plan(Self.repositories))
    let report = try await stage.apply(Self.repositories, telling: { observers.tell($0) })
    #expect(report.isSuccess)
    #expect(slow.heard == [])
    gate.open()
    #expect(await observers.finish(report) == [])
    #expect(slow.heard == quick.heard)
    #expect(slow.heard.count == 2 + 2 * Self.repositories.count)
  }

  @Test("are not waited for longer than they ask for")
  func tooSlow() async throws {
    let stage = Stage()
    let stuck = Recorder("stuck", patience: .zero, waitingFor: Gate())
    let observers = ApplyObservers([stuck], of: Plan(Self.repositories))
    let report = try await stage.apply(Self.repositories, telling: { observers.tell($0) })
    #expect(await observers.finish(report) == [ApplyObserverProblem(observer: "stuck", .tooSlow)])
  }

  @Test("may fail: the apply and the others go on, and it is told at the end")
  func failing() async throws {
    let stage = Stage()
    let (broken, sound) = (Recorder("broken", failsAt: "finished"), Recorder("sound"))
    let observers = ApplyObservers([broken, sound], of: Plan(Self.repositories))
    let report = try await stage.apply(Self.repositories, telling: { observers.tell($0) })
    #expect(report.isSuccess)
    #expect(
      await observers.finish(report) == [
        ApplyObserverProblem(observer: "broken", .failed(times: Self.repositories.count, lastly: "no line"))
      ])
    #expect(sound.heard.count == 2 + 2 * Self.repositories.count)
    #expect(broken.heard.last == "ended 3 outcomes")
  }

  @Test("hear no end of an apply that never began")
  func refused() async throws {
    let recorder = Recorder()
    let observers = ApplyObservers([recorder], of: Plan(Self.repositories))
    #expect(await observers.finish(nil) == [])
    #expect(recorder.heard == ["began 3 steps"])
  }

  private static let repositories = ["a", "b", "c"].enumerated().map { Step.create($0.offset + 1, .repository($0.element)) }
}

/// Notes what it hears; waits for a gate before it hears anything, or fails where it is told to.
private final class Recorder: ApplyObserver {
  struct Failure: Error, CustomStringConvertible {
    let description = "no line"
  }

  let name: String
  let patience: Duration?
  private let gate: Gate?
  private let failsAt: String?
  private let lines = Mutex<[String]>([])

  init(_ name: String = "recorder", patience: Duration? = .seconds(60), waitingFor gate: Gate? = nil, failsAt: String? = nil) {
    self.name = name
    self.patience = patience
    self.gate = gate
    self.failsAt = failsAt
  }

  var heard: [String] { lines.withLock { $0 } }

  func begin(_ plan: Plan) async throws { try await note("began \(plan.steps.count) steps") }

  func observe(_ event: ApplyEvent, at elapsed: Duration) async throws {
    switch event {
    case .started(let step): try await note("started \(step.id.number)")
    case .progress(let step, _), .task(let step, _): try await note("progress \(step.id.number)")
    case .earlierTask(let address, _): try await note("earlier \(address)")
    case .finished(let step, _): try await note("finished \(step.id.number)")
    }
  }

  func end(_ report: ApplyReport) async throws { try await note("ended \(report.outcomes.count) outcomes") }

  private func note(_ line: String) async throws {
    await gate?.passage()
    if let failsAt, line.hasPrefix(failsAt) { throw Failure() }
    lines.withLock { $0.append(line) }
  }
}

/// Closed until it is opened, once and for all.
private final class Gate: Sendable {
  private struct State {
    var isOpen = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  func passage() async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        if !state.isOpen { state.waiting.append(continuation) }
        return state.isOpen
      }
      if isOpen { continuation.resume() }
    }
  }

  func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }
}
