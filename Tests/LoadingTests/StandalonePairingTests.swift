import Diagnostics
import JSONDocument
import Loading
import Resources
import TestSupport
import Testing

@Suite struct LoosePairingTests {
  private static func pairing(_ before: String, _ after: String, kind: LooseKind? = nil) -> LoosePairing {
    func side(_ text: String, _ name: String) -> StandaloneSide {
      StandaloneSide(.text(Array(text.utf8), name: name), title: name)
    }
    return LoosePairing(side(before, "a"), side(after, "b"), kind: kind)
  }

  @Test(
    "the kind is told from what is in a document",
    arguments: [
      (#"{"taskDefinition":{"family":"a"},"tags":[]}"#, "task definition", true),
      (#"{"family":"a"}"#, "task definition", false), (#"{"family":"a","revision":3}"#, "task definition", true),
      (#"{"services":[{"serviceName":"a"}]}"#, "service", true), (#"{"service":{"serviceName":"a"}}"#, "service", true),
      (#"{"desiredCount":1}"#, "service", false), (#"{"clusters":[{"clusterName":"a"}]}"#, "cluster", true),
      (#"{"repositories":[{"repositoryName":"a"}]}"#, "repository", true),
      (#"{"logGroups":[{"logGroupName":"a"}]}"#, "log group", true),
      (#"{"lifecyclePolicyText":"{\"rules\":[]}"}"#, "repository", true), (#"{"policyText":"{}"}"#, "repository", true),
      (#"{"rules":[{"rulePriority":1}]}"#, "repository", false), (#"{"Statement":[]}"#, "repository", false),
    ])
  func kinds(_ text: String, _ kind: String, _ isAnswer: Bool) {
    let pairs = Self.pairing(text, text).pairs
    #expect(pairs.map(\.kind.noun) == [kind])
    #expect(pairs.first?.before?.isAnswer == isAnswer)
  }

  @Test("a named kind is taken as it is")
  func aNamedKindIsTakenAsItIs() {
    #expect(Self.pairing("{}", #"{"a":1}"#, kind: LooseKind("service")).pairs.map(\.kind) == [.service])
    let policy = Self.pairing("{}", #"{"Version":"1"}"#, kind: LooseKind("repository-policy")).pairs
    #expect(policy.first?.after?.attributes == ["repositoryPolicy": ["Version": "1"]])
    #expect(LooseKind("aws_ecs_service") == .resource(.service))
    #expect(LooseKind("pod") == nil)
  }

  @Test("several objects are matched by name")
  func severalObjectsAreMatchedByName() {
    let many = #"{"services":[{"serviceName":"a"},{"serviceName":"b"}]}"#
    #expect(Self.pairing(#"{"serviceName":"b"}"#, many).pairs.map(\.name) == ["b"])
    #expect(Self.pairing(many, #"{"serviceName":"a"}"#).pairs.map(\.name) == ["a"])
    #expect(Self.pairing(#"{"serviceName":"c"}"#, many).diagnostics.map(\.code) == ["answer-lacks"])
    let pairs = Self.pairing(many, #"{"services":[{"serviceName":"b"},{"serviceName":"c"}]}"#).pairs
    #expect(pairs.map { [$0.before?.name, $0.after?.name] } == [["a", nil], ["b", "b"], [nil, "c"]])
  }

  @Test(
    "what cannot be compared says so at its place",
    arguments: [
      (#"{"family":"a"}"#, #"{"serviceName":"a"}"#, "b:1:1", "kinds-differ"),
      (#"{"x":1}"#, #"{"y":1}"#, "a:1:1", "kind-unknown"), (#"{"family":"a"}"#, "[1]", "b:1:1", "spec-not-an-object"),
      (#"{"family":"a"}"#, "", "b:1:1", "json-empty"), (#"{"family":"a"}"#, #"{"family":"a",}"#, "b:1:14", "json-trailing-comma"),
      (#"{"serviceName":"a"}"#, #"{"services":[]}"#, "b:1:13", "answer-empty"),
      (
        #"{"rules":[{"rulePriority":1}]}"#, #"{"repositories":[{"repositoryName":"a"}]}"#, "b:1:18", "not-in-answer"
      ),
    ])
  func problems(_ before: String, _ after: String, _ place: String, _ code: String) {
    let pairing = Self.pairing(before, after)
    #expect(pairing.pairs.isEmpty)
    #expect(pairing.diagnostics.map { "\($0.location?.description ?? "") \($0.code)" } == ["\(place) \(code)"])
  }

  @Test("what a call does not answer is not compared")
  func whatACallDoesNotAnswerIsNotCompared() {
    let file = #"{"serviceName":"a","tags":[{"key":"k","value":"v"}]}"#
    let pairing = Self.pairing(file, #"{"services":[{"serviceName":"a","tags":[]}]}"#)
    #expect(pairing.diagnostics.map(\.code) == ["not-in-answer"])
    #expect(pairing.pairs.first?.before?.attributes["tags"] == nil)
    let tagged = Self.pairing(file, #"{"services":[{"serviceName":"a","tags":[{"key":"k","value":"w"}]}]}"#)
    #expect(tagged.diagnostics.isEmpty && tagged.pairs.first?.before?.attributes["tags"] != nil)
  }

  @Test("what only the deployment shows is lifted")
  func whatOnlyTheDeploymentShowsIsLifted() {
    let answer = #"{"services":[{"serviceName":"a","deployments":[{"status":"PRIMARY","volumeConfigurations":[{"name":"v"}]}]}]}"#
    let lifted = Self.pairing(#"{"serviceName":"a"}"#, answer).pairs.first?.after?.attributes
    #expect(lifted?["volumeConfigurations"] == [["name": "v"]] && lifted?["deployments"] == nil)
  }
}
