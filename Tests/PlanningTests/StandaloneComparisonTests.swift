import JSONDocument
import Planning
import Resources
import Testing

@Suite struct LooseComparisonTests {
  private static func paths(
    _ kind: ResourceKind, _ before: String, _ after: String, _ authority: StandaloneComparison.Authority
  ) throws -> [String] {
    try StandaloneComparison(kind, before: JSON(text: before), after: JSON(text: after), authority: authority)
      .outcome().fields.map(\.path.description)
  }

  private static let written = #"{"serviceName":"api","desiredCount":2,"taskDefinition":"api"}"#
  private static let running =
    #"{"serviceName":"api","desiredCount":3,"taskDefinition":"arn:aws:ecs:r:1:task-definition/api:7","enableExecuteCommand":true,"new":1}"#

  @Test("only what the file of a service declares counts against an answer")
  func onlyWhatTheFileOfAServiceDeclaresCountsAgainstAnAnswer() throws {
    #expect(try Self.paths(.service, Self.written, Self.running, .before) == ["desiredCount"])
    #expect(try Self.paths(.service, Self.running, Self.written, .after) == ["desiredCount"])
  }

  @Test("two documents of one sort count alike")
  func twoDocumentsOfOneSortCountAlike() throws {
    let all = ["desiredCount", "enableExecuteCommand", "new", "taskDefinition"]
    #expect(try Self.paths(.service, Self.written, Self.running, .both) == all)
    #expect(try Self.paths(.service, Self.running, Self.written, .both) == all)
  }

  @Test("a difference goes from the first to the second")
  func aDifferenceGoesFromTheFirstToTheSecond() throws {
    let outcome = StandaloneComparison(
      .service, before: ["desiredCount": 2], after: ["desiredCount": 3], authority: .before
    ).outcome()
    #expect(outcome.fields.map(\.before) == [.known(2)] && outcome.fields.map(\.after) == [.known(3)])
  }

  @Test("another name is another object")
  func anotherNameIsAnotherObject() throws {
    #expect(try Self.paths(.taskDefinition, #"{"family":"a"}"#, #"{"family":"b"}"#, .both) == ["family"])
    #expect(try Self.paths(.taskDefinition, #"{"family":"a"}"#, "{}", .both).isEmpty)
    let cluster = #"{"cluster":"arn:aws:ecs:eu-west-1:1:cluster/main"}"#
    #expect(try Self.paths(.service, #"{"cluster":"main"}"#, cluster, .both).isEmpty)
    #expect(try Self.paths(.service, #"{"cluster":"other"}"#, cluster, .before) == ["cluster"])
  }

  @Test(
    "a text with ${…} stands for what fits it",
    arguments: [
      (#""${image.api}""#, #""x/y:1""#, true), (#""${environment}-api""#, #""prod-api""#, true),
      (#""${environment}-api""#, #""prod-web""#, false), (#""a-${x}-b-${y}-c""#, #""a-1-b-2-c""#, true),
      (#""a-${x}-b-${y}-c""#, #""a-1-c""#, false), (#""$${HOME}""#, #""${HOME}""#, false), (#""a${x}a""#, #""a""#, false),
      (#""${x}""#, "3", true),
    ])
  func openTexts(_ written: String, _ running: String, _ fits: Bool) throws {
    let file = #"{"containerDefinitions":[{"name":"web","user":\#(written)}]}"#
    let live = #"{"containerDefinitions":[{"name":"web","user":\#(running)}]}"#
    let outcome = try StandaloneComparison(
      .taskDefinition, before: JSON(text: file), after: JSON(text: live), authority: .before
    ).outcome()
    #expect(outcome.fields.isEmpty == fits)
    #expect(outcome.open.map(\.description) == (fits ? [#"containers["web"].user"#] : []))
    #expect(try Self.paths(.taskDefinition, file, live, .both).count == 1, "two files are compared as they are written")
  }
}
