import Diagnostics
import Loading
import TestSupport
import Testing
import Validation

@Suite struct RuleListTests {
  @Test("every rule has a code of its own, a summary and a source")
  func everyRuleHasItsOwnCodeASummaryAndASource() {
    let rules = ValidationRules.all
    #expect(Set(rules.map(\.code)).count == rules.count)
    for rule in rules {
      #expect(rule.code.allSatisfy { $0.isLowercase || $0 == "-" }, "\(rule.code)")
      #expect(!rule.summary.isEmpty && !rule.summary.hasSuffix("."), "\(rule.code)")
      #expect(!rule.source.isEmpty, "\(rule.code)")
    }
  }

  @Test("every rule has a wrong example")
  func everyRuleHasAWrongExample() {
    let shown = Set(
      Self.examples.flatMap(\.expected).compactMap { $0.split(separator: " ").dropFirst(2).first?.prefix { $0 != ":" } })
    let missing = ValidationRules.all.map(\.code).filter { !shown.contains($0[...]) }
    #expect(missing.isEmpty)
  }

  @Test("findings stand in file order")
  func findingsStandInFileOrder() throws {
    let environment = try MarkedEnvironment([
      "task-definitions/b.json":
        "{\"family\": \"b b\",\n \"containerDefinitions\": [{\"name\": \"w w\", \"image\": \"X\", \"memory\": 1}]}",
      "task-definitions/a.json": "{\"family\": \"a a\",\n \"cpu\": \"x\", \"containerDefinitions\": []}",
    ])
    let places = environment.load().diagnostics.compactMap(\.location).map { ($0.path, $0.line, $0.column) }
    #expect(places.count > 5)
    #expect(zip(places, places.dropFirst()).allSatisfy { $0 <= $1 })
  }

  static let examples: [RuleExample] =
    ImageRulesTests.examples + StructureRulesTests.examples + IdentityRulesTests.examples + ReferenceRulesTests.examples
    + SizeRulesTests.examples + NetworkRulesTests.examples + DependencyRulesTests.examples + EnvironmentRulesTests.examples
    + StorageRulesTests.examples + LoggingRulesTests.examples + LinuxRulesTests.examples + ServiceRulesTests.examples
    + OtherKindsRulesTests.examples
}
