import JSONDocument
import Resources
import Testing

@testable import Planning

/// Each value of a saved plan is changed, one at a time: it is read as damaged, or it is another deed, or what it says is none.
@Suite("Plan files that somebody else wrote to")
struct PlanTamperingTests {
  private static let saved = PlanFile.json(of: PlanFileTests.full, program: "reconcile")

  /// What is told beside the deed: who made the plan and of what, why, and what else was seen.
  private static let told: Set<String> = [
    "type", "formatVersion", "program", "state", "inputs", "waves", "targets", "unchanged", "drift", "ignored", "backwards",
    "fingerprints", "records", "rolloutNotes", "madeIn", "fingerprintKey", "directory", "file", "reason",
  ]

  private enum Part {
    case member(String)
    case element(Int)

    var name: String? {
      if case .member(let name) = self { name } else { nil }
    }
  }

  /// The way to each value, also to lists and objects.
  private static func paths(_ json: JSON) -> [[Part]] {
    var paths: [[Part]] = [[]]
    for member in json.objectValue ?? JSONObject() { paths += Self.paths(member.value).map { [.member(member.key)] + $0 } }
    for (position, element) in (json.arrayValue ?? []).enumerated() {
      paths += Self.paths(element).map { [.element(position)] + $0 }
    }
    return paths
  }

  /// Without `value`: the value is taken away.
  private static func replacing(_ path: ArraySlice<Part>, of json: JSON, with value: JSON?) -> JSON? {
    guard let first = path.first else { return value }
    var json = json
    switch first {
    case .member(let name): json[name] = replacing(path.dropFirst(), of: json[name] ?? .null, with: value)
    case .element(let position):
      var elements = json.arrayValue ?? []
      let changed = replacing(path.dropFirst(), of: elements[position], with: value)
      elements.replaceSubrange(position...position, with: changed.map { [$0] } ?? [])
      json = .array(elements)
    }
    return json
  }

  @Test(
    "no changed value of a plan makes another deed of it in silence",
    arguments: [
      "tampered", "", nil, JSON.null, -1, .int(.max), .bool(true), .bool(false), [], .object(JSONObject()),
      .string(String(repeating: "A", count: 100_000)),
    ] as [JSON?])
  func everyValue(value: JSON?) throws {
    let contract = PlanFile.contract(of: try PlanFile.plan(from: Self.saved))
    // The first of each list stands for the others.
    let paths = Dictionary(Self.paths(Self.saved).map { ($0.compactMap(\.name), $0) }, uniquingKeysWith: { first, _ in first })
    for (names, path) in paths where !names.isEmpty {
      let tampered = try #require(Self.replacing(path[...], of: Self.saved, with: value))
      guard tampered != Self.saved, Self.told.isDisjoint(with: names),
        let plan = try? PlanFile.plan(from: tampered), PlanFile.contract(of: plan) == contract
      else { continue }
      // A member that is not there may be what the changed one says: nothing. And live objects are read again: what the file
      // says of them is compared in normal form, and by its fingerprint.
      let isSame = PlanFile.json(of: plan, program: "reconcile") == Self.saved
      let isLive = names.contains("before") && !names.contains("fields") || names.starts(with: ["steps", "work", "attributes"])
      #expect(isSame || isLive, "\(names.joined(separator: "."))")
    }
  }
}
