import Applying
import Planning
import Resources
import Testing

@Suite struct SchedulerTests {
  private static func numbers(_ steps: [Step]) -> [Int] { steps.map(\.id.number) }

  @Test("steps come in the order of the plan up to the bound")
  func stepsComeInTheOrderOfThePlanUpToTheBound() {
    var scheduler = ApplyScheduler((1...5).reversed().map { .create($0, .repository("r\($0)")) }, parallelism: 2)
    #expect(Self.numbers(scheduler.next()) == [1, 2])
    #expect(scheduler.next().isEmpty)
    #expect(scheduler.finish(Step.ID(2), success: true).isEmpty)
    #expect(Self.numbers(scheduler.next()) == [3])
  }

  @Test("a step waits for all that it needs")
  func aStepWaitsForAllThatItNeeds() {
    var scheduler = ApplyScheduler(
      [.create(1, .repository("a")), .create(2, .repository("b")), .create(3, .repository("c"), after: [1, 2])], parallelism: 5)
    #expect(Self.numbers(scheduler.next()) == [1, 2])
    _ = scheduler.finish(Step.ID(1), success: true)
    #expect(scheduler.next().isEmpty)
    _ = scheduler.finish(Step.ID(2), success: true)
    #expect(Self.numbers(scheduler.next()) == [3])
    #expect(!scheduler.isFinished)
    _ = scheduler.finish(Step.ID(3), success: true)
    #expect(scheduler.isFinished)
  }

  @Test("waiting for a rollout takes no place")
  func waitingForARolloutTakesNoPlace() {
    let service = Resource.service("api")
    var scheduler = ApplyScheduler(
      [
        .create(1, service), .awaitRollout(2, service, after: [1]), .create(3, .repository("a")), .create(4, .repository("b")),
      ], parallelism: 1)
    #expect(Self.numbers(scheduler.next()) == [1])
    _ = scheduler.finish(Step.ID(1), success: true)
    #expect(Self.numbers(scheduler.next()) == [2, 3])
    #expect(scheduler.next().isEmpty)
  }

  @Test("all that needs a failed step is skipped and names it")
  func allThatNeedsAFailedStepIsSkippedAndNamesIt() {
    var scheduler = ApplyScheduler(
      [
        .create(1, .repository("a")), .create(2, .repository("b"), after: [1]), .create(3, .repository("c"), after: [2, 4]),
        .create(4, .repository("d")),
      ], parallelism: 5)
    _ = scheduler.next()
    let skipped = scheduler.finish(Step.ID(1), success: false)
    #expect(skipped.map(\.step.id.number) == [2, 3])
    #expect(skipped.map(\.because.id.number) == [1, 1])
    #expect(scheduler.finish(Step.ID(4), success: true).isEmpty)
    #expect(scheduler.next().isEmpty)
    #expect(scheduler.isFinished)
  }

  @Test("after a stop nothing begins, and what is left is named once")
  func afterAStopNothingBeginsAndWhatIsLeftIsNamedOnce() {
    var scheduler = ApplyScheduler((1...4).map { .create($0, .repository("r\($0)"), after: $0 > 2 ? [1] : []) }, parallelism: 1)
    #expect(Self.numbers(scheduler.next()) == [1])
    #expect(Self.numbers(scheduler.stop()) == [2, 3, 4])
    #expect(scheduler.stop().isEmpty)
    #expect(scheduler.finish(Step.ID(1), success: true).isEmpty)
    #expect(scheduler.next().isEmpty)
    #expect(scheduler.isFinished)
  }

  @Test("any graph: each step runs once, after all that it needs, and never more than the bound", arguments: 0..<50)
  func anyGraph(_ seed: UInt64) {
    var random = Seeded(seed)
    let count = Int.random(in: 1...60, using: &random)
    let steps = (1...count).map { number in
      let needs = (0..<Int.random(in: 0...3, using: &random)).compactMap { _ in
        number > 1 ? Int.random(in: 1..<number, using: &random) : nil
      }
      return Step.create(number, .repository("r\(number)"), after: Set(needs).sorted())
    }
    let bound = Int.random(in: 1...5, using: &random)
    var scheduler = ApplyScheduler(steps, parallelism: bound)
    var running: [Step] = []
    var succeeded = Set<Step.ID>()
    var ended: [Step.ID] = []
    while true {
      for step in scheduler.next() {
        #expect(succeeded.isSuperset(of: step.dependsOn))
        running.append(step)
      }
      #expect(running.count <= bound)
      guard let index = running.indices.randomElement(using: &random) else { break }
      let step = running.remove(at: index)
      let isSuccess = Int.random(in: 0..<5, using: &random) > 0
      if isSuccess { succeeded.insert(step.id) }
      ended.append(step.id)
      ended += scheduler.finish(step.id, success: isSuccess).map(\.step.id)
    }
    #expect(ended.sorted() == steps.map(\.id))
    #expect(scheduler.isFinished)
  }
}

/// SplitMix64: the same numbers for the same seed everywhere.
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
