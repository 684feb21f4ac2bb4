import TestSupport
import Testing

/// The program is killed at its crash points, before and after every call and every commit, and started again: the next
/// run ends as if nothing had happened.
///
/// `RECONCILE_SWEEP=all` kills it at all of them; a number, at so many.
@Suite("Killed at any instant", .serialized)
struct CrashSweepTests {
  @Test("the next run finds what was begun and finishes it, without duplicates")
  func sweep() async throws { try await run(Sweep(), usually: 150) }

  @Test("what is replaced by its name goes, and destroying leaves nothing")
  func renamings() async throws { try await run(Sweep(Sweep.renamings, destroysAfterwards: true), usually: 36) }

  @Test("the same with a state in a bucket, also when another machine goes on")
  func renamingsShared() async throws {
    try await run(Sweep(Sweep.renamings, state: .simulatedBucket, destroysAfterwards: true), usually: 20)
  }

  @Test("with a state in a bucket, also when another machine goes on")
  func sweepShared() async throws { try await run(Sweep(state: .simulatedBucket), usually: 60) }

  @Test(
    "with a state in a bucket of moto's S3, through the real aws program",
    .enabled(if: MotoServer.isInstalled, "the aws program and moto are not in .venv; next: run scripts/setup --test-tools"))
  func sweepMoto() async throws {
    try await MotoServer.running {
      let server = try #require(MotoServer.current)
      let sweep = try await Sweep(Sweep.shortScenario, state: .moto(server, key: "before-0.json"))
      try await run(sweep, usually: 6)
    }
  }

  private func run(_ sweep: Sweep, usually count: Int) async throws {
    for step in sweep.steps { #expect(step.after.problems(step.after) == [], "\(step.name), not killed") }
    let points = sweep.points.spread(Repetitions.count("RECONCILE_SWEEP", usually: count))
    let start = ContinuousClock.now
    let found = await inPairs(points) { await $0.findings() }
    let rate = Double(points.count) / ((ContinuousClock.now - start) / .seconds(1))
    print(
      "crash sweep: \(points.count) runs, \(found.count) violations; \(points.count) of \(sweep.points.count) points, "
        + "\((rate * 10).rounded() / 10) per second")
    for violation in found.prefix(20) { Issue.record("\(violation)") }
  }
}
