import Diagnostics
import Foundation
import Loading
import Platform
import Resources
import TestSupport
import Testing

@Suite("Policies")
struct PolicyTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func policy(_ text: String) throws -> (policy: Policy?, findings: [Diagnostic]) {
    try folder.write(text, to: "reconcile.policy.json")
    return Policy.read("\(folder.path)/reconcile.policy.json")
  }

  private static let spec = #"{"family": "a", "containerDefinitions": [{"name": "a", "image": "nginx", "memory": 64}]}"#

  private static func document(_ more: String, provider: String = "") -> [String: String] {
    let members = #""name": "aws-cli", "region": "eu-west-1", "accountId": "111111111111""#
    return [
      "environment.json": #"{"provider": {\#(members)\#(provider)}\#(more)}"#, "task-definitions/a.json": spec,
      "services/a.json": #"{"desiredCount": 1, "launchType": "EC2"}"#,
    ]
  }

  private static let shared =
    #", "state": {"backend": "s3", "bucket": "states", "key": "a", "region": "eu-west-2", "profile": "ops", "endpoint": "https://s3.internal"}"#

  private static let sealed = #"""
    , "state": {"backend": "s3", "bucket": "states", "key": "a", "encrypt": true, "kmsKeyId": "arn:aws:kms:eu-west-1:111111111111:key/1",
    "encryption": {"kmsKeyId": "alias/other", "fallback": [{"kmsKeyId": "alias/former"}]}}
    """#

  @Test(
    "What a policy does not allow is refused where it is chosen",
    arguments: [
      (#"{"providers": ["simulated-aws"]}"#, "", "", #"provider "aws-cli""#),
      (#"{"accounts": ["222222222222"]}"#, "", "", #"account "111111111111""#),
      (#"{"regions": ["eu-central-*"]}"#, "", "", #"region "eu-west-1""#),
      (#"{"regions": ["eu-west-1"]}"#, shared, "", #"region "eu-west-2""#),
      (#"{"profiles": []}"#, "", #", "profile": "admin""#, #"profile "admin""#),
      (#"{"profiles": ["ci"]}"#, shared, "", #"profile "ops""#),
      (#"{"endpoints": []}"#, "", #", "endpoint": "https://evil.example""#, #"endpoint "https://evil.example""#),
      (#"{"endpoints": ["https://s3.*.amazonaws.com"]}"#, shared, "", #"endpoint "https://s3.internal""#),
      (#"{"buckets": ["acme-*"]}"#, shared, "", #"bucket "states""#),
      (#"{"kmsKeys": ["alias/states"]}"#, sealed, "", #"key "alias/other""#),
      (#"{"kmsKeys": ["alias/other"]}"#, sealed, "", #"key "alias/former""#),
      (#"{"kmsKeys": ["alias/*r"]}"#, sealed, "", #"key "arn:aws:kms:eu-west-1:111111111111:key/1""#),
      (#"{"pin": "digest"}"#, "", "", "images must be pinned by their digests"),
      (#"{"checks": false}"#, #", "checks": {"a": [{"command": ["sh", "-c", "env"]}]}"#, "", "no checks may be declared"),
      (#"{"stateDirectories": ["kept"]}"#, #", "state": {"directory": "../../state"}"#, "", "no states may be kept in"),
    ])
  func refused(text: String, more: String, provider: String, words: String) throws {
    let environment = try MarkedEnvironment(Self.document(more, provider: provider))
    let policy = try #require(self.policy(text).policy)
    let found = environment.load(policy)
    #expect(found.environment == nil)
    #expect(found.diagnostics.contains { $0.code == "policy-refuses" && $0.message.contains(words) }, "\(found.diagnostics)")
    #expect(environment.load().environment != nil)
    #expect(EnvironmentLoader(policy: policy).loadPlace(environment.path).environment == nil)
  }

  @Test("What a policy allows is allowed")
  func allowed() throws {
    let all = #"""
      {"providers": ["aws-cli"], "accounts": ["1*"], "regions": ["eu-west-*"], "profiles": ["ops"], "endpoints": ["https://s3.internal"],
       "buckets": ["states"], "kmsKeys": [], "checks": true, "tasks": true, "pin": "tag"}
      """#
    let environment = try MarkedEnvironment(Self.document(Self.shared))
    #expect(environment.load(try policy(all).policy).environment != nil)
  }

  @Test("One-off tasks can be forbidden")
  func tasks() throws {
    var files = Self.document("")
    files["tasks/a.json"] = #"{"taskDefinition": "a", "reconcile": {"like": "a", "before": ["a"]}}"#
    let found = try MarkedEnvironment(files).load(try policy(#"{"tasks": false}"#).policy)
    #expect(found.diagnostics.contains { $0.code == "policy-refuses" && $0.location?.path.hasSuffix("tasks/a.json") == true })
  }

  @Test(
    "A policy with a mistake allows nothing",
    arguments: [
      ("[]", "a policy is an object"), (#"{"acounts": []}"#, "a policy knows no \"acounts\""),
      (#"{"accounts": "1"}"#, "\"accounts\" is a list of texts"), (#"{"regions": [1]}"#, "\"regions\" is a list of texts"),
      (#"{"checks": "no"}"#, "\"checks\" is true or false"), (#"{"pin": "sha"}"#, "images are pinned to"),
      ("{", "the file ends too early"),
    ])
  func mistakes(text: String, message: String) throws {
    let read = try policy(text)
    #expect(read.policy == nil)
    #expect(read.findings.first?.message.hasPrefix(message) == true)
    #expect(Policy.read("\(folder.path)/none.json").policy == nil)
  }

  @Test(
    "Without a policy, addresses of other machines are encrypted, and states stay in the project",
    arguments: [
      ("", #", "endpoint": "http://10.0.0.1:4566""#, "endpoint-not-encrypted"),
      ("", #", "endpoint": "HTTP://minio""#, "endpoint-not-encrypted"),
      ("", #", "endpoint": "http://localhost.evil.example""#, "endpoint-not-encrypted"),
      ("", #", "endpoint": "http://127.0.0.1@evil.example""#, "endpoint-not-encrypted"),
      (
        #", "state": {"backend": "s3", "bucket": "states", "key": "a", "endpoint": "http://minio:9000"}"#, "",
        "endpoint-not-encrypted"
      ),
      (#", "state": {"directory": "../../../aside"}"#, "", "state-outside"),
      (#", "state": {"directory": "/tmp"}"#, "", "state-outside"),
      ("", #", "endpoint": "http://127.0.0.1:4566""#, ""), ("", #", "endpoint": "http://[::1]:4566""#, ""),
      ("", #", "endpoint": "https://ecs.example""#, ""), (#", "state": {"directory": "../../kept/deep"}"#, "", ""),
    ])
  func places(more: String, provider: String, code: String) throws {
    let found = try MarkedEnvironment(Self.document(more, provider: provider)).load()
    #expect(found.diagnostics.filter { $0.severity == .error }.map(\.code) == (code.isEmpty ? [] : [code]))
  }

  @Test("A policy can allow what is refused without one")
  func exceptions() throws {
    let address = try MarkedEnvironment(Self.document("", provider: #", "endpoint": "http://localstack:4566""#))
    #expect(address.load(try policy(#"{"endpoints": ["http://localstack:*"]}"#).policy).environment != nil)
    let outside = try MarkedEnvironment(Self.document(#", "state": {"directory": "\#(folder.path)/states"}"#))
    #expect(outside.load(try policy(#"{"stateDirectories": ["states"]}"#).policy).environment != nil)
  }

  @Test("A folder that is a link is where it leads")
  func links() throws {
    let environment = try MarkedEnvironment(Self.document(""))
    let root = Paths.parent(Paths.parent(environment.path))
    try FileManager.default.createSymbolicLink(atPath: root + "/state", withDestinationPath: folder.path)
    #expect(environment.load().diagnostics.map(\.code) == ["state-outside"])
  }

  @Test("An environment that is a link has its root where the link stands")
  func linkedEnvironment() throws {
    let environment = try MarkedEnvironment(Self.document(""))
    let envs = Paths.parent(environment.path)
    try FileManager.default.createSymbolicLink(atPath: envs + "/same", withDestinationPath: "test")
    #expect(EnvironmentLoader().load(envs + "/same").environment != nil)
    let other = try MarkedEnvironment(Self.document(""))
    try FileManager.default.createSymbolicLink(atPath: envs + "/other", withDestinationPath: other.path)
    #expect(EnvironmentLoader().load(envs + "/other").diagnostics.map(\.code) == ["link-outside"])
  }

  @Test(
    "The name of a resource's file is made of few characters",
    arguments: ["x\n::error::y", "a\u{1B}[8m", "ap\u{202E}i", "größe", "a b", String(repeating: "a", count: 201)])
  func names(stem: String) throws {
    var files = Self.document("")
    files["log-groups/\(stem).json"] = #"{"logGroupName": "/x"}"#
    let found = try MarkedEnvironment(files).load()
    #expect(found.environment == nil)
    #expect(found.diagnostics.map(\.code) == ["file-name"])
    #expect(Address("aws_cloudwatch_log_group.\(stem)") == nil)
  }

  @Test("A pattern with many stars is no work")
  func patterns() throws {
    let pattern = String(repeating: "a*", count: 40) + "b"
    let environment = try MarkedEnvironment(
      Self.document("", provider: #", "profile": "\#(String(repeating: "a", count: 5000))""#))
    #expect(environment.load(try policy(#"{"profiles": ["\#(pattern)"]}"#).policy).environment == nil)
  }
}
