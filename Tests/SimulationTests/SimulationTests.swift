import Foundation
import Testing

/// Random environments, random edits and random troubles: after each of them the next run puts everything right.
///
/// `RECONCILE_SEEDS=5000` tries so many seeds, `RECONCILE_SEEDS=17...17` one of them again.
@Suite("Lives of an environment")
struct SimulationTests {
  @Test("whatever goes wrong, the next apply makes the cloud what the files say")
  func lives() async throws {
    let seeds = Self.seeds
    let start = ContinuousClock.now
    let (runs, failures) = await Self.live(seeds)
    let rate = Double(seeds.count) / ((ContinuousClock.now - start) / .seconds(1))
    print(
      "simulation: \(runs) runs, \(failures.count) violations; \(seeds.count) seeds, "
        + "\((rate * 10).rounded() / 10) seeds per second")
    for failure in failures.prefix(5) { Issue.record("\(await failure.shrunk())") }
    for failure in failures.dropFirst(5).prefix(20) { Issue.record("\(failure)") }
  }

  @Test("a seed is always the same life", arguments: [UInt64](1...20))
  func again(seed: UInt64) async {
    let moves = Move.life(seed: seed)
    let (first, second) = (await FailedLife.live(moves), await FailedLife.live(moves))
    #expect(first.story == second.story)
  }

  @Test("a fault of the program is found, and shrunk to the few moves that it needs", arguments: Flaw.allCases)
  func findsFaults(flaw: Flaw) async throws {
    var found: FailedLife?
    for seed in 1...300 where found == nil { found = await FailedLife.of(UInt64(seed), flaw).1 }
    let small = try await #require(found).shrunk()
    print("\(flaw.rawValue) is found: \(small)")
    #expect(small.moves.count <= 4)
    #expect(await FailedLife.live(small.moves, flaw).findings == small.findings)
    #expect(await FailedLife.live(small.moves).findings == [], "without the fault nothing is wrong")
  }

  private static var seeds: [UInt64] {
    let text = ProcessInfo.processInfo.environment["RECONCILE_SEEDS"] ?? "1000"
    let bounds = text.split(separator: ".").compactMap { UInt64($0) }
    return bounds.count == 2 ? Array(bounds[0]...max(bounds[0], bounds[1])) : Array(1...max(1, bounds.first ?? 1))
  }

  /// Several at a time, as a life waits more than it works.
  private static func live(_ seeds: [UInt64]) async -> (runs: Int, failures: [FailedLife]) {
    await withTaskGroup(of: (Int, FailedLife?).self) { group in
      var left = seeds[...]
      var (runs, failures): (Int, [FailedLife]) = (0, [])
      func add(_ seed: UInt64) { group.addTask { await FailedLife.of(seed) } }
      for _ in 0..<8 { if let seed = left.popFirst() { add(seed) } }
      for await (count, failure) in group {
        runs += count
        if let failure { failures.append(failure) }
        if let seed = left.popFirst() { add(seed) }
      }
      return (runs, failures.sorted { $0.seed < $1.seed })
    }
  }
}

/// A life after which something is wrong.
struct FailedLife: Sendable, CustomStringConvertible {
  var seed: UInt64
  var flaw: Flaw?
  var moves: [Move]
  var findings: [String]

  var description: String {
    let script = moves.enumerated().map { "  \($0.offset + 1). \($0.element)" }
    return (["seed \(seed):"] + script + findings).joined(separator: "\n")
  }

  /// Lives the life of a seed: how many applies there were, and what is wrong.
  static func of(_ seed: UInt64, _ flaw: Flaw? = nil) async -> (runs: Int, FailedLife?) {
    let moves = Move.life(seed: seed)
    let (story, findings) = await live(moves, flaw)
    return (story.count, findings.isEmpty ? nil : FailedLife(seed: seed, flaw: flaw, moves: moves, findings: findings))
  }

  /// What became of each run, and what is wrong.
  static func live(_ moves: [Move], _ flaw: Flaw? = nil) async -> (story: [String], findings: [String]) {
    do {
      let world = try World(flaw)
      let findings = await world.live(moves)
      return (await world.story, findings)
    } catch {
      return ([], ["\(error)"])
    }
  }

  /// The same with every move left out that is not needed for something to be wrong.
  func shrunk() async -> FailedLife {
    var best = self
    var number = best.moves.count - 1
    while number >= 0 {
      var moves = best.moves
      moves.remove(at: number)
      let findings = await Self.live(moves, flaw).findings
      if !findings.isEmpty { best = FailedLife(seed: seed, flaw: flaw, moves: moves, findings: findings) }
      number -= 1
    }
    return best
  }
}
