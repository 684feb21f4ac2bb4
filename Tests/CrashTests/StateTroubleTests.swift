import Foundation
import Testing

/// The state file cannot be written, or is not what it was: said, named, and never made good in silence.
@Suite("Trouble with the state file")
struct StateTroubleTests {
  private let services = Service.several(3)

  /// An environment of three services, applied, and its files with other tags.
  private func applied() async throws -> (place: Place, bumped: [String: String]) {
    let place = try Place()
    try place.write(Service.files(services))
    let ending = try await place.run(Place.apply)
    try #require(ending.status == 0, "\(ending.output)")
    // What was recorded first has no copy before it; the second apply would keep one.
    #expect(try await place.run(["state", "backup", "envs/\(Service.environment)"]).status == 0)
    let bumped = services.map { service in
      var service = service
      service.tag = "v2"
      return service
    }
    return (place, Service.files(bumped))
  }

  // MARK: Full

  @Test("a disk that is full at any page is an error, and the next run with space finishes", arguments: 0..<8)
  func fullWhileWriting(more: Int) async throws {
    let (place, bumped) = try await applied()
    let whole = try Place()
    try await whole.takeState(from: place)
    for folder in [place, whole] { try folder.write(bumped) }
    #expect(try await whole.run(Place.apply).status == 0)
    let pages = try Data(contentsOf: URL(fileURLWithPath: place.stateFile)).count / 4096

    let full = try await place.run(Place.apply, simulation: #"{"state-pages": \#(pages + more)}"#)
    #expect(full.status == 0 || full.status == 1, "\(full.output)")
    if full.status == 1 { #expect(full.output.contains("no space"), "\(full.output)") }
    try await expectSoundAfter(place, as: whole)
  }

  @Test("a new state for which there is no space is an error, and nothing is left behind", arguments: [1, 3, 6, 10])
  func fullAtTheBeginning(pages: Int) async throws {
    let (place, whole) = (try Place(), try Place())
    for folder in [place, whole] { try folder.write(Service.files(services)) }
    #expect(try await whole.run(Place.apply).status == 0)
    let full = try await place.run(Place.apply, simulation: #"{"state-pages": \#(pages)}"#)
    #expect(full.status == 1, "\(full.output)")
    #expect(full.output.contains("no space"), "\(full.output)")
    try await expectSoundAfter(place, as: whole)
  }

  private func expectSoundAfter(_ place: Place, as whole: Place) async throws {
    let again = try await place.run(Place.apply)
    #expect(again.problems("the next apply") == [])
    #expect(try await place.run(Place.plan).problems("the plan after it") == [])
    #expect(try await Facts(place).problems(Facts(whole)) == [])
  }

  // MARK: Read-only

  private static let canBeSomebodyElse = getuid() != 0 || FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")

  @Test("a state that cannot be written can be planned with, and apply changes nothing", .enabled(if: canBeSomebodyElse))
  func readOnly() async throws {
    let (place, bumped) = try await applied()
    try place.write(bumped)
    let before = try await Facts(place).cloud
    try place.makeStateReadOnly()
    let plan = try await place.runAsAnyone(Place.plan)
    #expect(plan.status == 2, "\(plan.output)")
    let refused = try await place.runAsAnyone(Place.apply)
    try place.makeStateWritable()
    #expect(refused.status == 1 && refused.output.contains(place.stateFile), "\(refused.output)")
    #expect(refused.output.contains("cannot be opened or written"), "\(refused.output)")
    #expect(try await Facts(place).cloud == before)
    #expect(try await place.run(Place.apply).problems("the apply of somebody who may write") == [])
  }

  // MARK: Damaged

  @Test("a file cut short is named, and neither the file nor the cloud is touched", arguments: [0, 1, 100, 4096, 20_000])
  func cutShort(length: Int) async throws {
    let (place, bumped) = try await applied()
    try place.write(bumped)
    let file = URL(fileURLWithPath: place.stateFile)
    let whole = try Data(contentsOf: file)
    try whole.prefix(length).write(to: file)
    for arguments in [Place.plan, Place.apply] {
      let ending = try await place.run(arguments)
      #expect(ending.status == 1, "\(ending.output)")
      #expect(ending.output.contains(place.stateFile) && ending.output.contains("damaged"), "\(ending.output)")
      #expect(ending.output.contains("put it back with `reconcile state restore envs/drill"), "\(ending.output)")
    }
    #expect(try Data(contentsOf: file) == whole.prefix(length))
    try whole.write(to: file)
    #expect(try await place.run(Place.plan).status == 2, "the cloud is as it was, so there are changes to make")
  }

  @Test("the command that is offered puts the last good copy back, and the next apply goes on from it")
  func restored() async throws {
    let (place, bumped) = try await applied()
    let whole = try Place()
    try await whole.takeState(from: place)
    for folder in [place, whole] { try folder.write(bumped) }
    #expect(try await whole.run(Place.apply).status == 0)
    try Data("junk".utf8).write(to: URL(fileURLWithPath: place.stateFile))
    for ending in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: place.stateFile + ending) }
    let refused = try await place.run(Place.plan)
    let offer = try #require(refused.output.firstMatch(of: /put it back with `(reconcile state restore [^`]+)`/)).1
    #expect(try await place.shell(String(offer)).problems("the offered command") == [])
    try await expectSoundAfter(place, as: whole)
    #expect(FileManager.default.fileExists(atPath: place.stateFile + ".damaged-1"))
  }

  @Test("flipped bytes are named or do not matter; the plan is never another one")
  func flipped() async throws {
    let (place, bumped) = try await applied()
    try place.write(bumped)
    let file = URL(fileURLWithPath: place.stateFile)
    let whole = try Data(contentsOf: file)
    let good = try await place.run(Place.plan)
    var named = 0
    for position in stride(from: 11, to: whole.count, by: max(1, whole.count / 20)) {
      var flipped = whole
      flipped[position] ^= 0xFF
      try flipped.write(to: file)
      let ending = try await place.run(Place.plan)
      if ending.status == 1 {
        named += 1
        #expect(ending.output.contains(place.stateFile), "byte \(position): \(ending.output)")
      } else {
        #expect(ending.status == good.status && ending.output == good.output, "byte \(position): \(ending.output)")
      }
      #expect(try Data(contentsOf: file) == flipped, "byte \(position): the file was changed")
    }
    #expect(named > 2)
  }
}
