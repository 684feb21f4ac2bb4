import Diagnostics
import FoundationEssentials
import Loading
import Platform
import Releasing
import Resources
import TestSupport
import Testing

@Suite struct TagMapWriterTests {
  private static let environment = #"""
    {"provider": {"name": "simulated-aws", "region": "eu-west-1", "accountId": "111111111111"},
     "imageTags": {"pattern": "v[0-9]+", "bootstrap": "none"}, "images": {"api": "shop/api", "web": "shop/web"}}
    """#
  private static let map = "{\n  \"image_tags\": {\n    \"web\": \"v1\",\n    \"api\": \"v1\"\n  }\n}"

  private static func place(_ files: [String: String] = ["tags.auto.tfvars.json": map]) throws -> MarkedEnvironment {
    try MarkedEnvironment(["environment.json": environment].merging(files) { _, given in given })
  }

  private static func text(_ place: MarkedEnvironment, _ name: String = "tags.auto.tfvars.json") throws -> String {
    String(decoding: try FileSystem.readDocument("\(place.path)/\(name)"), as: UTF8.self)
  }

  @discardableResult
  private static func set(_ tags: [String: String], in place: MarkedEnvironment, isDry: Bool = false) throws -> TagMapChange {
    var choice = TagChoice()
    choice.named = tags.map { ($0.key, $0.value) }
    return try TagMapWriter(EnvironmentLoader(), place.path).set(isDry: isDry) { environment throws(ReleaseProblem) in
      try choice.tags(for: environment)
    }
  }

  @Test("a tag is set, and its file keeps its order and its rights")
  func aTagIsSet() throws {
    let place = try Self.place()
    let path = "\(place.path)/tags.auto.tfvars.json"
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    let change = try Self.set(["api": "v2", "web": "v1"], in: place)
    #expect(change.rows == [TagMapChange.Row(key: "api", before: "v1", after: "v2")])
    #expect(change.unchanged == ["web"])
    #expect(try Self.text(place) == Self.map.replacing("\"api\": \"v1\"", with: "\"api\": \"v2\""))
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o640)
    #expect(FileSystem.entries(place.path) == ["environment.json", "tags.auto.tfvars.json"])
  }

  @Test("a repository names its image")
  func aRepositoryNamesItsImage() throws {
    let place = try Self.place()
    #expect(try Self.set(["shop/api": "v3"], in: place).rows.map(\.key) == ["api"])
  }

  @Test("a dry run says what it would write")
  func aDryRun() throws {
    let place = try Self.place()
    let change = try Self.set(["api": "v2"], in: place, isDry: true)
    #expect(!change.isWritten)
    #expect(change.rows.map(\.after) == ["v2"])
    #expect(try Self.text(place) == Self.map)
  }

  @Test(
    "what the environment does not take is refused, and nothing is written",
    arguments: [("api", "latest", "image-tag-pattern"), ("api", "a b", "image-tag-invalid")])
  func whatIsNotTaken(key: String, tag: String, code: String) throws {
    let place = try Self.place()
    let problem = #expect(throws: ReleaseProblem.self) { try Self.set([key: tag, "web": "v2"], in: place) }
    guard case .findings(let findings)? = problem else {
      Issue.record("\(String(describing: problem))")
      return
    }
    #expect(findings.map(\.code) == [code])
    #expect(try Self.text(place) == Self.map)
  }

  @Test("a bad tag of another key keeps nobody from setting a good one, and the bootstrap tag may be set")
  func othersAreLeftAlone() throws {
    let place = try Self.place(["t.auto.tfvars.json": #"{"image_tags": {"api": "latest", "web": "v1"}}"#])
    try Self.set(["web": "none"], in: place)
    #expect(try Self.text(place, "t.auto.tfvars.json") == #"{"image_tags": {"api": "latest", "web": "none"}}"#)
  }

  @Test("an unknown key is refused with the names that there are")
  func anUnknownKey() throws {
    let place = try Self.place()
    let problem = #expect(throws: ReleaseProblem.self) { try Self.set(["apo": "v2"], in: place) }
    guard case .unknownImage("apo", let known, _)? = problem else {
      Issue.record("\(String(describing: problem))")
      return
    }
    #expect(known.map(\.key) == ["api", "web"])
  }

  @Test("an environment without a map gets one")
  func anEnvironmentWithoutAMap() throws {
    let place = try Self.place([:])
    try Self.set(["api": "v1"], in: place)
    #expect(try Self.text(place, TagMapFile.usualName) == "{\n  \"image_tags\": {\n    \"api\": \"v1\"\n  }\n}\n")
  }

  @Test("of several files that set the map the last one is changed, which is the one that counts")
  func theLastFile() throws {
    let place = try Self.place(["a.auto.tfvars.json": Self.map, "b.auto.tfvars.json": Self.map])
    try Self.set(["api": "v2"], in: place)
    #expect(try Self.text(place, "a.auto.tfvars.json") == Self.map)
    #expect(try Self.text(place, "b.auto.tfvars.json") != Self.map)
  }

  @Test("the map of a base is not changed for one of its environments")
  func theMapOfABase() throws {
    let base = #"{"extends": "../base", "provider": {"name": "simulated-aws", "region": "r", "accountId": "111111111111"}}"#
    let place = try MarkedEnvironment([
      "environment.json": base, "../base/environment.json": #"{"images": {"api": "api"}}"#,
      "../base/tags.auto.tfvars.json": #"{"image_tags": {"api": "1"}}"#,
    ])
    let problem = #expect(throws: ReleaseProblem.self) { try Self.set(["api": "2"], in: place) }
    guard case .mapOfBase? = problem else {
      Issue.record("\(String(describing: problem))")
      return
    }
  }

  @Test("a link stays a link, and what it leads to is changed")
  func aLink() throws {
    let place = try Self.place(["../shared/tags.json": Self.map])
    try FileManager.default.createSymbolicLink(
      atPath: "\(place.path)/tags.auto.tfvars.json", withDestinationPath: "../shared/tags.json")
    try Self.set(["api": "v2"], in: place)
    #expect(FileSystem.isLink("\(place.path)/tags.auto.tfvars.json") == true)
    #expect(try Self.text(place, "../shared/tags.json") == Self.map.replacing("\"api\": \"v1\"", with: "\"api\": \"v2\""))
  }

  @Test("of two writers neither loses what the other one set")
  func twoWriters() async throws {
    let keys = (0..<12).map { "image\($0)" }
    let images = keys.map { "\"\($0)\": \"\($0)\"" }.joined(separator: ", ")
    let tags = keys.map { "\"\($0)\": \"0\"" }.joined(separator: ", ")
    let place = try MarkedEnvironment([
      "environment.json": #"{"provider": {"name": "simulated-aws", "region": "r", "accountId": "111111111111"}, "images": {"#
        + images + "}}",
      "tags.auto.tfvars.json": #"{"image_tags": {"# + tags + "}}",
    ])
    try await withThrowingTaskGroup(of: Void.self) { group in
      for key in keys {
        group.addTask { for round in 1...5 { try Self.set([key: "\(round)"], in: place) } }
      }
      try await group.waitForAll()
    }
    #expect(try Self.text(place) == #"{"image_tags": {"# + tags.replacing("\"0\"", with: "\"5\"") + "}}")
  }

  @Test("a change that was looked at is not written over what came meanwhile")
  func aLateChange() throws {
    let place = try Self.place()
    let loaded = try #require(EnvironmentLoader().loadTags(place.path).environment)
    let edit = try TagMapWriter(EnvironmentLoader(), place.path).edit(loaded, setting: ["api": "v2"])
    try Self.set(["web": "v9"], in: place)
    let before = try Self.text(place)
    #expect(try edit.write() == false)
    #expect(try Self.text(place) == before)
  }
}
