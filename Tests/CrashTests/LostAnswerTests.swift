import TestSupport
import Testing

/// The work is done, and its answer is lost on the way: at some of the mutating calls of the scenario, or with
/// `RECONCILE_SWEEP=all` at each.
@Suite("Lost answers")
struct LostAnswerTests {
  @Test("what was done is found, and nothing is made twice")
  func everyMutation() async throws {
    try await lose(in: Sweep(), usually: 24)
  }

  @Test("the same when names change")
  func renamings() async throws { try await lose(in: Sweep(Sweep.renamings), usually: 12) }

  private func lose(in sweep: Sweep, usually count: Int) async throws {
    let all = sweep.steps.flatMap(Loss.all)
    let losses = all.spread(Repetitions.count("RECONCILE_SWEEP", usually: count))
    let found = await inPairs(losses) { await $0.violations() }
    print("lost answers: \(losses.count) runs, \(found.count) violations; \(losses.count) of \(all.count) changing calls")
    for violation in found.prefix(20) { Issue.record("\(violation)") }
  }
}

/// One mutating call of one step.
private struct Loss: Sendable {
  var step: Sweep.Step
  var operation: String
  /// The how many-th call of this operation.
  var number: Int

  static func all(of step: Sweep.Step) -> [Loss] {
    var counts: [String: Int] = [:]
    return step.points.compactMap { point in
      let words = point.split(separator: " ")
      guard words.count == 3, words[1] == "before", isMutating(words[2]) else { return nil }
      let operation = String(words[2])
      counts[operation, default: 0] += 1
      return Loss(step: step, operation: operation, number: counts[operation] ?? 1)
    }
  }

  private static func isMutating(_ operation: Substring) -> Bool {
    !["Describe", "List", "Get", "BatchGet"].contains { operation.hasPrefix($0) } && operation != "commit"
      && operation.first?.isUppercase == true
  }

  func violations() async -> [String] {
    do {
      let place = try Place()
      try await place.takeState(from: step.before)
      try place.write(step.drill.files(place.state))
      let simulation = #"{"faults": [{"fault": "lose-answer", "operation": "\#(operation)", "from": \#(number), "times": 1}]}"#
      let first = try await place.run(Place.apply, simulation: simulation)
      let second = try await place.run(Place.apply)
      let third = try await place.run(Place.plan)
      let honest = [0, 1].contains(first.status) ? [] : first.problems("the apply")
      let problems =
        honest + second.problems("the next apply") + third.problems("the plan after it")
        + (try await Facts(place)).problems(step.after)
      return problems.map { "\(step.name), answer \(number) of \(operation) lost: \($0)" }
        + (problems.isEmpty ? [] : ["the first apply said:\n\(first.output)\nthe second:\n\(second.output)"])
    } catch {
      return ["\(step.name), answer \(number) of \(operation) lost: \(error)"]
    }
  }
}
