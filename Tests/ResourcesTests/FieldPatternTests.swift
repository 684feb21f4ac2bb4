import JSONDocument
import Resources
import Testing

@Suite("Patterns of fields")
struct FieldPatternTests {
  @Test(
    "names fields as a plan shows them",
    arguments: [
      ("desiredCount", "desiredCount", true), ("desiredCount", "desiredCounts", false),
      ("deploymentConfiguration", "deploymentConfiguration.maximumPercent", true),
      ("deploymentConfiguration.maximumPercent", "deploymentConfiguration", false),
      (#"containers["api"].image"#, #"containers["api"].image"#, true),
      ("containers[api].image", #"containers["api"].image"#, true),
      ("containerDefinitions['api'].image", #"containers["api"].image"#, true),
      ("containers[*].environment[RELEASE]", #"containers["web"].environment["RELEASE"]"#, true),
      ("containers[*].environment[RELEASE]", #"containers["web"].environment["LEVEL"]"#, false),
      ("tags[a.b]", #"tags["a.b"]"#, true), ("*", "anything", true),
    ] as [(String, String, Bool)])
  func covers(pattern: String, path: String, covers: Bool) throws {
    let path = try #require(FieldPattern(path))
    let found = FieldPath(
      path.steps.map { step in
        switch step {
        case .member(let name): .member(name)
        case .key(let key): .key(key)
        case .any: .member("*")
        }
      })
    #expect(try #require(FieldPattern(pattern)).covers(found) == covers)
  }

  @Test("what is no path is none", arguments: ["", ".", "a.", "a..b", "[a]", "a[", "a[]", "a[b", "a[\"b]", "a[b]c"])
  func refused(text: String) {
    #expect(FieldPattern(text) == nil)
  }

  @Test(
    "takes live values where only what is declared counts by no longer declaring them",
    arguments: [
      ("desiredCount", #"{"desiredCount":2,"launchType":"EC2"}"#, #"{"desiredCount":9}"#, #"{"launchType":"EC2"}"#),
      ("desiredCount", #"{"launchType":"EC2"}"#, #"{"desiredCount":9}"#, #"{"launchType":"EC2"}"#),
      (
        "deploymentConfiguration.maximumPercent",
        #"{"deploymentConfiguration":{"maximumPercent":200,"minimumHealthyPercent":1}}"#,
        #"{"deploymentConfiguration":{"maximumPercent":150}}"#, #"{"deploymentConfiguration":{"minimumHealthyPercent":1}}"#
      ),
      (
        "tags[Owner]", #"{"tags":[{"key":"a","value":"1"}]}"#,
        #"{"tags":[{"key":"Owner","value":"x"},{"key":"b","value":"2"}]}"#,
        #"{"tags":[{"key":"a","value":"1"},{"key":"Owner","value":"x"}]}"#
      ),
    ] as [(String, String, String, String)])
  func takingDeclared(pattern: String, wanted: String, live: String, result: String) throws {
    let taken = ResourceKind.service.substituting(
      try #require(FieldPattern(pattern)), from: try JSON(text: live), into: try JSON(text: wanted), onlyDeclared: true)
    #expect(taken == (try JSON(text: result)))
  }

  @Test("takes live values inside containers")
  func takingWhole() throws {
    let wanted = try JSON(
      text:
        #"{"containerDefinitions":[{"name":"a","image":"x:2","environment":[{"name":"R","value":"2"},{"name":"L","value":"i"}]}]}"#
    )
    let live = try JSON(
      text: #"{"cpu":"1","containerDefinitions":[{"name":"a","image":"x:1","environment":[{"name":"R","value":"1"}]}]}"#)
    func taken(_ text: String) throws -> String {
      ResourceKind.taskDefinition.substituting(try #require(FieldPattern(text)), from: live, into: wanted, onlyDeclared: false)
        .text(.canonical)
    }
    #expect(try taken("containers[a].image").contains("x:1"))
    #expect(try taken("containers[b].image") == wanted.text(.canonical))
    #expect(try taken("containers[*].environment[R]").contains(#"{"name":"R","value":"1"}"#))
    #expect(try taken("containers[*].environment[L]").contains(#""environment":[{"name":"R","value":"2"}]"#))
    #expect(try taken("cpu").contains(#""cpu":"1""#))
  }
}
