import Testing

/// Every numbered rule of equivalence (`docs/ecs-rules.md`) has an example that is equal and one that is not.
@Suite("Coverage of the rules")
struct RuleCoverageTests {
  private static let numbers =
    (1...33).map { "E" + padded($0) } + ["E40"] + (1...12).map { "S" + padded($0) } + (1...6).map { "R" + padded($0) }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static let cases =
    TaskDefinitionCases.task + TaskDefinitionCases.container + ServiceCases.all + RepositoryCases.all + RepositoryCases.policies
    + ClusterCases.all + LogGroupCases.all + ScalingCases.targets + ScalingCases.policies + ScalingCases.actions

  /// Rules that say nothing about two documents, and those whose example is a test of its own.
  private static let elsewhere: [String: String] = [
    "E02": "tags: a test of its own, with the effect",
    "E30": "unknown members of files are findings of validation: V01",
  ]

  /// Rules that have only one side: of the other there is no example in the specification.
  private static let withoutDifference = ["E01", "E03", "S01"]
  private static let withoutEquality = ["E25", "E32"]

  @Test("every rule has an equal example", arguments: numbers)
  func equal(rule: String) {
    guard Self.elsewhere[rule] == nil, !Self.withoutEquality.contains(rule) else { return }
    #expect(Self.cases.contains { $0.rule == rule && $0.differing.isEmpty }, "\(rule)")
  }

  @Test("every rule has an example that is not equal", arguments: numbers)
  func different(rule: String) {
    guard Self.elsewhere[rule] == nil, !Self.withoutDifference.contains(rule) else { return }
    #expect(Self.cases.contains { $0.rule == rule && !$0.differing.isEmpty }, "\(rule)")
  }

  @Test("examples are of rules that there are")
  func known() {
    // Examples of general laws and of what AWS adds stand beside those of the rules.
    #expect(Set(Self.cases.map(\.rule)).subtracting(Self.numbers) == ["A5", "a.2"])
  }
}
