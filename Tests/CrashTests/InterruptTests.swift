import Foundation
import Recording
import Testing

/// Somebody stops an apply while it waits for rollouts that take their time.
@Suite("Interrupted")
struct InterruptTests {
  private static let services = Service.several(2)
  private static let slow = #"{"pace": "real"}"#

  /// An apply that waits: rollouts take a quarter of an hour at this pace.
  private func waiting(in place: Place) async throws -> Running {
    try await place.writeSlow(Self.services)
    let apply = try place.start(Place.apply, simulation: Self.slow)
    try await apply.waitUntil { $0.components(separatedBy: "waiting for").count > 2 || $0.contains("rolling out") }
    return apply
  }

  @Test("the first signal stops it: recorded, unlocked, and said", arguments: [SIGINT, SIGTERM, SIGHUP])
  func signals(number: Int32) async throws {
    let place = try Place()
    let apply = try await waiting(in: place)
    let start = ContinuousClock.now
    apply.send(number)
    let ending = await apply.end()
    print("signal \(number): ended after \(ContinuousClock.now - start)")
    try await expectInterrupted(place, ending)
    #expect(ending.output.contains("was interrupted; not everything is done"), "\(ending.output)")
  }

  @Test("the second signal ends it at once, and says what is not known")
  func twice() async throws {
    let place = try Place()
    let apply = try await waiting(in: place)
    apply.send(SIGINT)
    apply.send(SIGTERM)
    let ending = await apply.end()
    #expect(ending.status == 14, "\(ending.output)")
    try await expectFinishedByTheNext(place)
  }

  @Test("a terminal that is closed stops it, too")
  func closedTerminal() async throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/setsid") else { return }
    let place = try Place()
    try await place.writeSlow(Self.services)
    let terminal = try Terminal()
    let apply = try place.start(on: terminal, Place.apply, simulation: Self.slow)
    try await terminal.waitUntil { $0.contains("rolling out") || $0.contains("deployment of") }
    terminal.close()
    let ending = await apply.end()
    try await expectInterrupted(place, ending)
  }

  @Test("on a terminal a table is drawn in place, and is gone at the end")
  func table() async throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/setsid") else { return }
    let place = try Place()
    try await place.writeSlow(Self.services)
    let terminal = try Terminal()
    let apply = try place.start(on: terminal, Place.apply, simulation: Self.slow)
    let row = /aws_ecs_service\.s0 +s0:1 v1 +[0-9]+ s +0\/1 running, 1 pending, 0 failed/
    let (up, clear) = ("\u{1B}[", "F\u{1B}[0J")
    // Drawn again, with the cursor brought back first.
    try await terminal.waitUntil { $0.matches(of: row).count > 2 && $0.contains(up) && $0.contains(clear) }
    terminal.type("\u{3}")
    try await terminal.waitUntil { $0.contains("was interrupted; not everything is done") }
    let said = terminal.said
    let last = try #require(said.range(of: clear, options: .backwards))
    #expect(said[last.upperBound...].firstMatch(of: row) == nil, "\(said)")
    #expect(await apply.end().status == 14)
  }

  @Test("before the first step it lets go of the lock and ends", arguments: [SIGINT, SIGTERM, SIGHUP])
  func whilePlanning(number: Int32) async throws {
    let place = try Place()
    try place.write(Service.files(Self.services))
    #expect(try await place.run(Place.apply).status == 0)
    let before = try await Facts(place)
    let slow = #"{"faults": [{"fault": "delay", "seconds": 900, "operation": "Describe*"}], "pace": "real"}"#
    let apply = try place.start(Place.apply, simulation: slow)
    let status = ["lock", "status", "envs/\(Service.environment)"]
    while apply.isRunning, !(try await place.run(status).output.contains("is locked")) {}
    apply.send(number)
    let ending = await apply.end()
    #expect(ending.status == 14, "\(ending.output)")
    #expect(ending.output.hasSuffix("Interrupted before anything was begun. Nothing was changed.\n"), "\(ending.output)")
    #expect(try await Facts(place) == before)
  }

  @Test("a reader that goes away stops nothing")
  func closedPipe() async throws {
    let (place, whole) = (try Place(), try Place())
    for folder in [place, whole] { try folder.write(Service.files(Self.services)) }
    #expect(try await whole.run(Place.apply).status == 0)
    let line = "(reconcile \(Place.apply.joined(separator: " ")) 2>&1; echo $? >status) | head -n 1"
    let ending = try await place.shell(line)
    #expect(ending.output.split(separator: "\n").count == 1)
    #expect(place.lines(of: "status") == ["0"])
    _ = try await place.shell("(reconcile plan envs/\(Service.environment) 2>&1; echo $? >status) | head -c 1")
    #expect(place.lines(of: "status") == ["0"])
    #expect(try await Facts(place).problems(Facts(whole)) == [])
  }

  // MARK: Judging

  private func expectInterrupted(_ place: Place, _ ending: Place.Ending) async throws {
    #expect(ending.status == 14, "\(ending.output)")
    let facts = try await Facts(place)
    #expect(facts.litter == [], "the lock is free and all is recorded")
    #expect(facts.lastRun == .interrupted)
    try await expectFinishedByTheNext(place)
  }

  private func expectFinishedByTheNext(_ place: Place) async throws {
    let whole = try Place()
    try await whole.writeSlow(Self.services)
    #expect(try await whole.run(Place.apply).status == 0)
    #expect(try await place.run(Place.apply).problems("the next apply") == [])
    #expect(try await Facts(place).problems(Facts(whole)) == [])
  }
}
