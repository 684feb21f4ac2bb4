import Foundation
import Testing

/// Several processes at one environment.
@Suite("In company")
struct CompanyTests {
  @Test("of two applies one gets the lock, and the other says who holds it")
  func twoApplies() async throws {
    let place = try Place()
    try await place.writeSlow(Service.several(2))
    let first = try place.start(Place.apply, simulation: #"{"pace": "real"}"#)
    try await first.waitUntil { $0.contains("rolling out") || $0.contains("deployment of") }
    let second = try await place.run(Place.apply)
    #expect(second.status == 15, "\(second.output)")
    #expect(second.output.contains("kim@laptop is running apply"), "\(second.output)")
    #expect(second.output.contains("process \(first.identifier) on"), "\(second.output)")
    #expect(second.output.contains(/since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/), "\(second.output)")
    #expect(second.output.contains("https://ci.example/runs/7"), "\(second.output)")
    first.send(SIGINT)
    #expect(await first.end().status == 14)
  }

  @Test("applies that begin at the same instant do the work once", arguments: 1...4)
  func together(round: Int) async throws {
    let (place, whole) = (try Place(), try Place())
    for folder in [place, whole] { try folder.write(Service.files(Service.several(3))) }
    #expect(try await whole.run(Place.apply).status == 0)
    let applies = try (0..<3).map { _ in try place.start(Place.apply) }
    var endings: [Place.Ending] = []
    for apply in applies { endings.append(await apply.end()) }
    // 15: another held the lock; 16: another was done between the plan and the lock.
    #expect(endings.allSatisfy { [0, 15, 16].contains($0.status) }, "\(endings)")
    #expect(endings.contains { $0.status == 0 })
    #expect(try await Facts(place).problems(Facts(whole)) == [])
  }

  @Test("fifty plans beside an apply all succeed")
  func fiftyPlans() async throws {
    let place = try Place()
    try await place.writeSlow(Service.several(2))
    let apply = try place.start(Place.apply, simulation: #"{"pace": "real"}"#)
    try await apply.waitUntil { $0.contains("rolling out") || $0.contains("deployment of") }
    for readers in 0..<5 {
      // Ten at a time, and among them those that only look.
      let plans = try (0..<10).map { _ in try place.start(Place.plan) }
      let others = try ["show", "drift", "history"].map { try place.start([$0, "envs/\(Service.environment)"]) }
      for plan in plans + others {
        let ending = await plan.end()
        #expect(ending.status == 0 || ending.status == 2, "round \(readers): \(ending.output)")
      }
    }
    #expect(apply.isRunning, "the apply held the lock all the time")
    apply.send(SIGINT)
    #expect(await apply.end().status == 14)
    #expect(try await place.run(Place.apply).status == 0)
  }
}
