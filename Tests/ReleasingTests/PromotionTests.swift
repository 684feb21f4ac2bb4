import Diagnostics
import Recording
import Resources
import Testing

@testable import Releasing

@Suite struct PromotionTests {
  private static func image(_ key: String, _ tag: String?, in registry: String) -> EnvironmentImage {
    EnvironmentImage(
      key: key, registry: registry, repository: key, tag: tag,
      reference: tag.map { ImageReference(registry: registry, repository: key, tag: $0) })
  }

  private static func side(
    _ name: String, _ tags: [String: String?], runs: [RunRecord], pushed: [String: String]
  ) -> PromotionJudge.Side {
    let images = tags.map { (key: $0.key, image: image($0.key, $0.value, in: "\(name).example")) }
    let digests = pushed.compactMap { text, digest in ImageReference("\(name).example/\(text)").map { ($0, digest) } }
    return PromotionJudge.Side(
      name: name, images: Dictionary(uniqueKeysWithValues: images.map { ($0.key, $0.image) }),
      ledger: TagLedger(runs, bootstrap: "none"), digests: Dictionary(uniqueKeysWithValues: digests), isAsked: { _ in true })
  }

  private static func judge(
    _ source: PromotionJudge.Side, _ target: PromotionJudge.Side, _ called: @escaping @Sendable (String) -> String = { $0 }
  ) -> PromotionJudge {
    PromotionJudge(
      from: source, to: target, calling: called, goesBack: { after, before, _ in TagOrder.isOlder(after, than: before) ?? false }
    )
  }

  @Test("a tag that completed, with the same image in both registries, may go")
  func mayGo() {
    let promotion = Self.judge(
      Self.side("staging", ["api": "v2", "web": "v1"], runs: [.run(1, ["api": "v2"])], pushed: ["api:v2": "d"]),
      Self.side("prod", ["api": "v1", "web": "v1"], runs: [], pushed: ["api:v2": "d"])
    ).promotion()
    #expect(promotion.tags == ["api": "v2"])
    #expect(promotion.rows.map(\.objections) == [[], []])
    #expect(!promotion.hasObjections)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var before: String? = "v1"
    var runs: [RunRecord] = [.run(1, ["api": "v2"])]
    var here = ["api:v2": "d"]
    var there = ["api:v2": "d"]
    let objections: [Promotion.Objection]
  }

  @Test(
    "what speaks against it",
    arguments: [
      Case(testDescription: "nothing completed", runs: [], objections: [.neverCompleted]),
      Case(testDescription: "it failed", runs: [.run(1, ["api": "v2"], result: .rolledBack)], objections: [.neverCompleted]),
      Case(testDescription: "another tag completed", runs: [.run(1, ["api": "v1"])], objections: [.neverCompleted]),
      Case(testDescription: "it is not there", there: [:], objections: [.notPushed]),
      Case(testDescription: "it is another one", there: ["api:v2": "e"], objections: [.otherDigest(source: "d", target: "e")]),
      Case(testDescription: "the source has it no more", here: [:], objections: []),
      Case(testDescription: "it is older", before: "v10", objections: [.goesBack]),
      Case(testDescription: "the target has nothing", before: nil, objections: []),
      Case(testDescription: "it is there already", before: "v2", runs: [], there: [:], objections: []),
    ])
  func whatSpeaksAgainstIt(example: Case) {
    let promotion = Self.judge(
      Self.side("staging", ["api": "v2"], runs: example.runs, pushed: example.here),
      Self.side("prod", ["api": example.before], runs: [], pushed: example.there)
    ).promotion()
    #expect(promotion.rows.map(\.objections) == [example.objections])
    #expect(promotion.findings(isForced: false).count { $0.severity == .error } == example.objections.count)
    #expect(promotion.findings(isForced: true).count { $0.severity == .warning } == example.objections.count)
  }

  @Test("tags are called as the target calls them, and its registry is asked for that")
  func otherSchemes() {
    let called: @Sendable (String) -> String = { $0.replacing("staging-", with: "production-") }
    let source = Self.side("staging", ["api": "staging-9"], runs: [.run(1, ["api": "staging-9"])], pushed: ["api:staging-9": "d"])
    let target = Self.side("prod", ["api": "production-10"], runs: [], pushed: ["api:production-9": "d"])
    let row = Self.judge(source, target, called).promotion().rows.first
    #expect(row?.after == "production-9")
    #expect(row?.objections == [.goesBack])
  }

  @Test("what only one of them has is left out, and told")
  func leftOut() {
    let promotion = Self.judge(
      Self.side("staging", ["api": "1", "job": "1", "web": nil], runs: [], pushed: [:]),
      Self.side("prod", ["api": "1", "old": "1", "web": "1"], runs: [], pushed: [:])
    ).promotion()
    #expect(promotion.rows.map(\.key) == ["api"])
    #expect(promotion.leftOut == ["job", "old", "web"])
  }

  @Test("tags that were copied by hand are warned of like others")
  func copies() {
    let judge = Self.judge(
      Self.side("staging", ["api": "v2", "web": "v3"], runs: [.run(2, ["api": "v2", "web": "v2"])], pushed: ["api:v2": "d"]),
      Self.side("prod", ["api": "v2", "web": "v2"], runs: [], pushed: ["api:v2": "e"]))
    #expect(judge.warnings(about: ["api", "web"]).map(\.code) == ["promotion-digest"])
    let unproven = Self.judge(
      Self.side("staging", ["api": "v2"], runs: [], pushed: [:]), Self.side("prod", ["api": "v2"], runs: [], pushed: [:]))
    #expect(unproven.warnings(about: ["api"]).map(\.code) == ["promotion-unproven"])
    let unknown = Self.judge(
      Self.side("staging", ["api": "v1"], runs: [.run(1, ["api": "v1"])], pushed: [:]),
      Self.side("prod", ["api": "v9"], runs: [], pushed: [:]))
    #expect(unknown.warnings(about: ["api"]).map(\.code) == ["promotion-unproven"])
  }
}
