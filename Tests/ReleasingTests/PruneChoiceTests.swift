import JSONDocument
import Recording
import Releasing
import Resources
import Testing

/// Which revisions nobody needs any more.
@Suite struct PruneChoiceTests {
  private static func arn(_ number: Int, _ family: String = "api") -> String {
    "arn:aws:ecs:eu-west-1:111111111111:task-definition/\(family):\(number)"
  }

  private static func revision(_ number: Int, _ family: String = "api") -> RecordedRevision {
    RecordedRevision(arn: arn(number, family), family: family, number: number, fingerprint: ContentDigest(of: JSON.int(number)))
  }

  private static func content(_ tag: String) -> JSON {
    [
      "containerDefinitions": [
        ["name": "api", "image": .string("reg/api:\(tag)")], ["name": "proxy", "image": "other/proxy:1"],
      ]
    ]
  }

  private static let images = [
    "api": EnvironmentImage(key: "api", registry: "reg", repository: "api", tag: nil, reference: nil)
  ]

  /// Revisions 1 … `count`, of which each has its number for a tag; `failed`: tags that no run completed.
  private static func going(
    _ count: Int, keep: Int, current: Int? = nil, failed: Set<Int> = [], inUse: Set<Int> = [], unknown: Set<Int> = []
  ) -> [Int] {
    let runs = (1...count).reversed().map { number in
      RunRecord.run(
        number, ["api": "\(number)"], result: failed.contains(number) ? .rolledBack : .succeeded, images: [], verdicts: [:])
    }
    let contents = Dictionary(
      uniqueKeysWithValues: (1...count).filter { !unknown.contains($0) }.map { (arn($0), content("\($0)")) })
    let choice = PruneChoice(
      TagLedger(runs, bootstrap: nil), images: images, keep: keep, inUse: Set(inUse.map { arn($0) }), contents: contents)
    let pruning = choice.pruning(
      of: ["api": current ?? count], in: ["api": (1...count).map { revision($0) }, "web": [revision(1, "web")]])
    #expect(pruning.families.map(\.family) == ["api"], "another family is another environment's")
    #expect(pruning.staying == count - pruning.going.count)
    return pruning.going.map(\.number)
  }

  @Test("of those that were rolled out to the end the last ones stay")
  func completed() {
    #expect(Self.going(12, keep: 10) == [2, 1])
    #expect(Self.going(5, keep: 10) == [])
    #expect(Self.going(3, keep: 1) == [2, 1])
  }

  @Test("what failed does not count, and goes when it is older than what is on record")
  func failed() {
    #expect(Self.going(6, keep: 2, failed: [4, 5]) == [5, 4, 2, 1])
    #expect(Self.going(6, keep: 2, current: 3, failed: [5, 6]) == [2, 1], "what is newer than the one on record stays")
  }

  @Test("what runs stays, and so does what nobody knows the content of")
  func inUse() {
    #expect(Self.going(6, keep: 1, inUse: [2, 4]) == [5, 3, 1])
    #expect(Self.going(4, keep: 1, unknown: [1, 2]) == [3])
  }

  @Test("two that take away the same have the same digest")
  func digest() {
    let one = Pruning(families: [.init(family: "a", going: [Self.revision(1), Self.revision(2)], staying: 3)])
    let other = Pruning(families: [.init(family: "a", going: [Self.revision(2), Self.revision(1)], staying: 1)])
    #expect(one.digest == other.digest)
    #expect(one.digest != one.limited(to: [Self.arn(1)]).digest)
    #expect(one.limited(to: [Self.arn(1)]) == Pruning(families: [.init(family: "a", going: [Self.revision(1)], staying: 4)]))
  }
}
