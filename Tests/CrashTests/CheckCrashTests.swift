import Foundation
import Testing

/// The program is killed around the call that starts a rollout; nobody may believe afterwards that its checks have passed.
@Suite("Killed before the checks")
struct CheckCrashTests {
  private static func files(_ tag: String) -> [String: String] {
    var files = Service.files([Service(name: "s0", tag: tag)])
    files["environment.json"] = files["environment.json"]?.replacingOccurrences(
      of: #""images""#, with: #""checks": {"s0": [{"command": ["./check"]}]}, "images""#)
    files["check"] = """
      #!/bin/sh
      echo "$RECONCILE_TAG" >> checked

      """
    return files
  }

  private static func place(_ tag: String, after earlier: Place) async throws -> Place {
    let place = try Place()
    try await place.takeState(from: earlier)
    try place.write(files(tag))
    chmod("\(place.path)/envs/\(Service.environment)/check", 0o755)
    return place
  }

  @Test("the next apply runs them, wherever the run before it died")
  func checksRunAtLast() async throws {
    let nothing = try Place()
    let first = try await Self.place("v1", after: nothing)
    #expect(try await first.run(Place.apply).status == 0)
    let whole = try await Self.place("v2", after: first)
    #expect(try await whole.run(Place.apply, simulation: #"{"trace": "trace.txt"}"#).status == 0)
    let points = whole.lines(of: "trace.txt")
    let call = try #require(points.firstIndex { $0.hasSuffix("before UpdateService") })
    for number in call...min(call + 8, points.count - 1) {
      let place = try await Self.place("v2", after: first)
      let killed = try await place.run(Place.apply, simulation: #"{"crash-at": \#(number + 1)}"#)
      #expect(killed.signal == SIGKILL, "\(killed.output)")
      let again = try await place.run(Place.apply)
      #expect(again.status == 0, "killed at \(points[number]):\n\(again.output)")
      let checked = place.lines(of: "envs/\(Service.environment)/checked")
      #expect(checked.last == "v2", "killed at \(points[number]), then:\n\(again.output)")
      #expect(try await place.run(Place.plan).status == 0, "killed at \(points[number])")
    }
  }
}
