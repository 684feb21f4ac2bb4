import Diagnostics
import JSONDocument
import Loading
import Resources
import TestSupport
import Testing

@Suite struct InterpolationTests {
  private static func environment(_ environmentValue: String) throws -> MarkedEnvironment {
    try MarkedEnvironment([
      "environment.json": #"""
      {"name": "staging", "cluster": "main",
       "provider": {"name": "simulated-aws", "region": "eu-west-1", "accountId": "111111111111"},
       "images": {"api": {"repository": "team/api", "placeholder": "<IMAGE1_NAME>"}}}
      """#,
      "t.auto.tfvars.json":
        #"{"image_tags": {"api": "v1"}, "level": "debug", "count": 3, "ports": [{"containerPort": 80}], "on": true}"#,
      "task-definitions/api.json": #"""
      {"family": "api", "containerDefinitions": [{"name": "api", "image": "${image.api}", "memory": 64,
        "environment": [{"name": "X", "value": \#(environmentValue)}]}]}
      """#,
    ])
  }

  @Test(
    "names stand for their values",
    arguments: [
      ("plain", "plain"), ("${tag.api}", "v1"), ("${image.api}", "111111111111.dkr.ecr.eu-west-1.amazonaws.com/team/api:v1"),
      ("<IMAGE1_NAME>", "111111111111.dkr.ecr.eu-west-1.amazonaws.com/team/api:v1"),
      ("${var.level}", "debug"), ("n=${var.count} ${var.on}", "n=3 true"),
      ("${environment}/${region}/${account}/${cluster}", "staging/eu-west-1/111111111111/main"),
      ("$${HOME}", "${HOME}"), ("$HOME costs 5$", "$HOME costs 5$"), ("${", "${"), ("$${tag.api}${tag.api}", "${tag.api}v1"),
    ])
  func namesStandForTheirValues(written: String, value: String) throws {
    let loaded = try #require(try Self.environment("\"\(written)\"").load().environment)
    let definition = try #require(loaded.desired.resources.first { $0.identity.kind == .taskDefinition })
    let entry = definition.attributes["containerDefinitions"]?.arrayValue?.first?["environment"]?.arrayValue?.first
    #expect(entry?["value"]?.stringValue == value)
  }

  @Test(
    "unknown names are errors where they stand",
    arguments: [
      ("1️⃣\"${image.apy}\"", "1️⃣ error image-unknown"), ("1️⃣\"x ${var.levle}\"", "1️⃣ error variable-unknown"),
      ("1️⃣\"${HOME}\"", "1️⃣ error reference-unknown"), ("1️⃣\"a ${var.ports}\"", "1️⃣ error variable-not-text"),
      ("1️⃣\"${upper(var.level)}\"", "1️⃣ error reference-unknown"),
    ])
  func unknownNamesAreErrorsWhereTheyStand(written: String, finding: String) throws {
    let findings = try Self.environment(written).findings
    #expect(findings.contains { $0.hasPrefix(finding) }, "\(findings)")
  }

  @Test("a text that is one variable takes its type")
  func aTextThatIsOneVariableTakesItsType() throws {
    let environment = try MarkedEnvironment([
      "v.auto.tfvars.json": #"{"ports": [{"containerPort": 80}], "count": 3}"#,
      "task-definitions/api.json": #"""
      {"family": "api", "containerDefinitions": [{"name": "api", "image": "nginx", "memory": 64, "portMappings": "${var.ports}"}]}
      """#,
      "services/api.json": #"{"desiredCount": "${var.count}"}"#,
    ])
    let loaded = try #require(environment.load().environment)
    let service = try #require(loaded.desired.resources.first { $0.identity.kind == .service })
    #expect(service.attributes["desiredCount"]?.intValue == 3)
    let definition = try #require(loaded.desired.resources.first { $0.identity.kind == .taskDefinition })
    let port = definition.attributes["containerDefinitions"]?.arrayValue?.first?["portMappings"]?.arrayValue?.first
    #expect(port?["containerPort"]?.intValue == 80)
  }

  @Test("What is put in has a bound")
  func bound() throws {
    let large = String(repeating: "x", count: 1 << 20)
    let uses = (1...80).map { #"{"name": "V\#($0)", "value": "a${var.large}"}"# }.joined(separator: ", ")
    let environment = try MarkedEnvironment([
      "environment.json":
        #"{"provider": {"name": "simulated-aws", "region": "eu-west-1", "accountId": "111111111111"}}"#,
      "t.auto.tfvars.json": #"{"large": "\#(large)"}"#,
      "task-definitions/api.json":
        #"{"family": "api", "containerDefinitions": [{"name": "api", "image": "nginx", "memory": 64, "environment": [\#(uses)]}]}"#,
    ])
    let found = environment.load()
    #expect(found.environment == nil)
    #expect(found.diagnostics.filter { $0.code == "interpolation-too-large" }.count == 1)
  }
}
