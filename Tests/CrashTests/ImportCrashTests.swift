import Foundation
import Testing

/// An import is killed before and after each of its calls and commits; the same command is given again.
@Suite("Killed while an environment is imported")
struct ImportCrashTests {
  private static let command = [
    "import", "-cluster", Service.cluster, "-provider", "simulated-aws", "-region", "eu-west-1", "-account", "111111111111",
    "envs/taken",
  ]
  private static let plan = ["plan", "-detailed-exitcode", "envs/taken"]

  /// The imported files, by path.
  private static func files(of place: Place) throws -> [String: String] {
    let folder = "\(place.path)/envs/taken"
    var files: [String: String] = [:]
    for path in FileManager.default.enumerator(atPath: folder)?.compactMap({ $0 as? String }) ?? [] {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder), !isFolder.boolValue else {
        continue
      }
      files[path] = try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
    }
    return files
  }

  @Test("a directory has all files or is not there, and the same command finishes it")
  func again() async throws {
    let live = try Place()
    try live.write(Service.files(Service.several(3)))
    #expect(try await live.run(Place.apply).status == 0)
    let whole = try Place()
    try await whole.takeState(from: live)
    let undisturbed = try await whole.run(Self.command, simulation: #"{"trace": "trace.txt"}"#)
    #expect(undisturbed.status == 0, "\(undisturbed.output)")
    let wanted = try Self.files(of: whole)
    #expect(wanted.count == 8)
    let points = whole.lines(of: "trace.txt")
    #expect(points.contains { $0.hasSuffix("before commit") })
    let found = await inPairs(Array(points.indices)) { number in
      do {
        let place = try Place()
        try await place.takeState(from: live)
        let killed = try await place.run(Self.command, simulation: #"{"crash-at": \#(number + 1)}"#)
        guard killed.signal == SIGKILL else { return ["\(points[number]): not killed\n\(killed.output)"] }
        let left = try Self.files(of: place)
        var findings = left.isEmpty || left == wanted ? [] : ["\(points[number]): left \(left.keys.sorted())"]
        let again = try await place.run(Self.command)
        if again.status != 0 { findings.append("\(points[number]): again:\n\(again.output)") }
        if try Self.files(of: place) != wanted { findings.append("\(points[number]): other files") }
        let plan = try await place.run(Self.plan)
        if plan.status != 0 { findings.append("\(points[number]): plan:\n\(plan.output)") }
        let beside = try FileManager.default.contentsOfDirectory(atPath: "\(place.path)/envs")
        if beside != ["taken"] { findings.append("\(points[number]): beside it \(beside)") }
        return findings
      } catch {
        return ["\(points[number]): \(error)"]
      }
    }
    #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
  }
}
