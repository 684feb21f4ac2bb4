import AWS
import JSONDocument
import Providers
import Testing

@testable import AWSCommandLine

/// Which version of the program knows what, and what is said when the installed one does not.
@Suite("Versions of the aws program")
struct VersionTests {
  private static let rebalancing = AWSRequest(
    .ecs, "CreateService", ["serviceName": "x", "availabilityZoneRebalancing": "ENABLED"])

  private static func program(_ version: String) throws -> FakeProgram {
    try FakeProgram("echo \"$@\" >> \"$here/calls\"; echo '\(version) Python/3.11.2 Linux/6.1 exe/x86_64'")
  }

  @Test(
    "A version knows what it or an earlier one of its line learned",
    arguments: [
      ("1.36.6", false), ("1.36.7", true), ("1.45.11", true), ("2.9.19", false), ("2.22.1", false), ("2.22.2", true),
      ("2.22.2.dev0", true), ("2.100.0", true), ("3.0.0", true),
    ])
  func knows(version: String, isKnown: Bool) throws {
    let first = try #require(CLISupportTable.known.parts(of: Self.rebalancing).first?.first)
    #expect(first.versions == ["1.36.7", "2.22.2"])
    #expect(first.isKnown(to: try #require(Release(version))) == isKnown)
  }

  @Test("What is no version is none", arguments: ["", "2", "2.9", "2.x.1", "-1.2.3"])
  func noVersion(text: String) { #expect(Release(text) == nil) }

  @Test(
    "Young parts are found wherever they stand in the input, and only there",
    arguments: [
      ("CreateService", #"{"serviceName": "x", "deploymentConfiguration": {"maximumPercent": 200}}"#, []),
      ("CreateService", #"{"deploymentConfiguration": {"alarms": {}}}"#, ["deploymentConfiguration.alarms"]),
      (
        "CreateService", #"{"loadBalancers": [{"containerPort": 80}, {"advancedConfiguration": {}}]}"#,
        ["loadBalancers[].advancedConfiguration"]
      ),
      ("UpdateService", #"{"loadBalancers": []}"#, ["loadBalancers"]),
      (
        "RegisterTaskDefinition",
        #"{"containerDefinitions": [{"portMappings": [{"name": "http"}], "restartPolicy": {"enabled": true}}]}"#,
        ["containerDefinitions[].portMappings[].name", "containerDefinitions[].restartPolicy"]
      ),
      ("RegisterTaskDefinition", #"{"restartPolicy": {}, "containerDefinitions": {"restartPolicy": 1}}"#, []),
      ("RunTask", #"{"taskDefinition": "x", "clientToken": "1"}"#, ["clientToken"]),
      ("DescribeServices", #"{"availabilityZoneRebalancing": "ENABLED"}"#, []),
    ])
  func parts(operation: String, input: String, expected: [String]) throws {
    let request = AWSRequest(.ecs, operation, try #require(JSON.parse(Array(input.utf8)).document))
    #expect(CLISupportTable.known.parts(of: request).map(\.member) == expected)
  }

  @Test("The list is in order, and every line of it can be read")
  func list() throws {
    let releases = try CLISupportRelease.all.map { addition in try addition.first.versions.map { try #require(Release($0)) } }
    #expect(releases.allSatisfy { $0.map(\.major) == [1, 2] })
    #expect(releases.map { $0[0] } == releases.map { $0[0] }.sorted())
    #expect(releases.map { $0[1] } == releases.map { $0[1] }.sorted())
    let names = CLISupportRelease.all.flatMap(\.names)
    #expect(Set(names).count == names.count)
    for name in names {
      let words = name.split(separator: " ")
      #expect(words.count == 2 && AWSRequest.Service(rawValue: String(words[0])) != nil, "\(name)")
    }
  }

  @Test("Calls without anything young ask the program nothing")
  func nothingYoung() async throws {
    let program = try Self.program("aws-cli/2.9.19")
    let old = AWSRequest(.ecs, "CreateService", ["serviceName": "x", "desiredCount": 1])
    #expect(await program.client().unknownToProgram(in: [old, .describe]) == [[], []])
    #expect(await program.client().unknownToProgram(in: []) == [])
    #expect(program.text(of: "calls") == nil)
  }

  @Test("The program is asked once, and what it does not know is told call by call")
  func tooOld() async throws {
    let program = try Self.program("aws-cli/2.9.19")
    let client = program.client()
    let going = AWSRequest(.ecs, "ContinueServiceDeployment", [:])
    let alarms = AWSRequest(.ecs, "UpdateService", ["deploymentConfiguration": ["alarms": [:]]])
    let found = await client.unknownToProgram(in: [.describe, Self.rebalancing, going, alarms])
    #expect(
      found == [
        [],
        [
          UnknownToProgram(
            program: "aws 2.9.19", operation: "CreateService", member: "availabilityZoneRebalancing",
            knownFrom: ["1.36.7", "2.22.2"])
        ],
        [
          UnknownToProgram(
            program: "aws 2.9.19", operation: "ContinueServiceDeployment", member: nil, knownFrom: ["1.45.10", "2.34.49"])
        ],
        [],
      ])
    _ = await client.unknownToProgram(in: [Self.rebalancing])
    #expect(program.lines(of: "calls") == ["--version"])
  }

  @Test("A program that is new enough, or does not say its version, has no gap", arguments: ["aws-cli/2.34.49", "wrapper 3"])
  func newEnough(version: String) async throws {
    #expect(try await Self.program(version).client().unknownToProgram(in: [Self.rebalancing]) == [[]])
  }

  @Test("The error says since when a field is known, when that is known", arguments: Refusal.all)
  func refused(refusal: Refusal) async throws {
    let program = try FakeProgram(
      """
      if [ "$1" = --version ]; then echo '\(refusal.version) Python/3.11.2'; exit; fi
      cat "$here/text" >&2; exit 252
      """)
    try program.write(refusal.text, to: "text")
    let error = await #expect(throws: AWSError.self) { try await program.call(refusal.request) }
    #expect(error == AWSError(code: "ProgramTooOld", message: refusal.message))
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var version: String
    var request: AWSRequest
    var text: String
    var message: String

    private static func unknown(_ lines: String...) -> String {
      "\nParameter validation failed:\n" + lines.map { "Unknown parameter in \($0), must be one of: a, b\n" }.joined()
    }

    static let all: [Refusal] = [
      Refusal(
        testDescription: "a field", version: "aws-cli/2.9.19", request: rebalancing,
        text: unknown("input: \"availabilityZoneRebalancing\""),
        message: "aws 2.9.19 does not know \"availabilityZoneRebalancing\" of CreateService; "
          + "it is known from 1.36.7 and 2.22.2 on"),
      Refusal(
        testDescription: "a field in a list, and one that stands in no list", version: "aws-cli/1.27.40",
        request: AWSRequest(.ecs, "RegisterTaskDefinition", [:]),
        text: unknown("containerDefinitions[1]: \"restartPolicy\"", "containerDefinitions[1].portMappings[0]: \"mood\""),
        message:
          "aws 1.27.40 does not know \"containerDefinitions[1].restartPolicy\" of RegisterTaskDefinition; it is known from 1.33.44 and 2.17.31 on; "
          + "unknown parameter \"containerDefinitions[1].portMappings[0].mood\" (aws-cli/1.27.40 does not know it; a newer AWS command line may)"
      ),
      Refusal(
        testDescription: "a field that this version should know", version: "aws-cli/2.30.0", request: rebalancing,
        text: unknown("input: \"availabilityZoneRebalancing\""),
        message:
          "unknown parameter \"availabilityZoneRebalancing\" (aws-cli/2.30.0 does not know it; a newer AWS command line may)"),
      Refusal(
        testDescription: "a field, of a program that does not say its version", version: "wrapper", request: rebalancing,
        text: unknown("input: \"availabilityZoneRebalancing\""),
        message:
          "this aws program does not know \"availabilityZoneRebalancing\" of CreateService; "
          + "it is known from 1.36.7 and 2.22.2 on"),
      Refusal(
        testDescription: "a command", version: "aws-cli/2.9.19", request: AWSRequest(.ecs, "ContinueServiceDeployment", [:]),
        text: "usage: aws\naws: error: argument operation: Invalid choice, valid choices are:\n\na | b\n",
        message: "aws 2.9.19 does not know \"ecs continue-service-deployment\"; it is known from 1.45.10 and 2.34.49 on"),
    ]
  }
}
