import Foundation
import Testing

/// Two processes and one shared state; one of them is stopped for longer than its lease.
@Suite("Stopped past the lease")
struct FenceTests {
  private static let services = Service.several(2)

  /// The second service waits for the first one, whose check waits for a file named `go`.
  private static let files: [String: String] = {
    var files = Service.files(services, state: .simulatedBucket)
    let extra = #""order": [["s0"], ["s1"]], "checks": {"s0": [{"command": ["./wait"], "timeout": 600}]},"#
    files["environment.json"] = files["environment.json"]?.replacingOccurrences(of: #""images""#, with: "\(extra) \"images\"")
    files["wait"] = """
      #!/bin/sh
      touch started
      while [ ! -e go ]; do sleep 0.05; done

      """
    return files
  }()

  private func file(_ name: String, in place: Place) -> String { "\(place.path)/envs/\(Service.environment)/\(name)" }

  @Test("the run that comes back changes nothing more, and says who has the lock", .timeLimit(.minutes(5)))
  func stopped() async throws {
    let place = try Place(.simulatedBucket)
    try await place.makeBucket()
    try place.write(Self.files)
    chmod(file("wait", in: place), 0o755)

    let first = try place.start(Place.apply, simulation: #"{"trace": "trace.txt"}"#)
    try await first.waitUntil { _ in FileManager.default.fileExists(atPath: file("started", in: place)) }
    // Right after a renewal, when for a second it holds no lock of the cloud's file.
    let renewals = place.lines(of: "trace.txt").count
    try await first.waitUntil { _ in place.lines(of: "trace.txt").dropFirst(renewals).contains { $0.hasSuffix("after PutObject") }
    }
    first.send(SIGSTOP)
    try place.write("", to: "envs/\(Service.environment)/go")

    let second = try await place.run(Place.apply + ["-lock-timeout", "2m"])
    #expect(second.status == 0, "\(second.output)")
    #expect(second.output.contains("note: took over the lock of kim@laptop (apply, process \(first.identifier) on "))
    let after = try await Facts(place)

    first.send(SIGCONT)
    let ending = await first.end()
    #expect(ending.status == 1, "\(ending.output)")
    #expect(ending.output.contains("the lock of this run"), "\(ending.output)")
    #expect(place.lines(of: "trace.txt").count { $0.hasSuffix("before CreateService") } == 1)
    #expect(try await Facts(place) == after)
    #expect(after.cloud.count { $0.hasPrefix("service ") } == 2)
    #expect(after.litter.isEmpty)
    let plan = try await place.run(Place.plan)
    #expect(plan.status == 0, "\(plan.output)")
  }
}
