import Foundation
import JSONDocument
import TestSupport
import Testing

@testable import AWS

/// One way to fail, staged in the simulated cloud for a service of its own.
private struct StagedFailure: Sendable, CustomTestStringConvertible {
  /// The cause that must be told; the service's name begins with it.
  var cause: String
  /// Tells ways apart that have the same cause.
  var variant = ""
  /// The word for it in a scenario; nil where the instances of the service's cluster are the reason.
  var fares: String?
  var log: [String]?
  /// Members of the container, the task definition and the service, and of the cluster's instances, as JSON.
  var container = ""
  var definition = ""
  var service = ""
  var instances: String?
  var verdict = "failed"

  var name: String { variant.isEmpty ? cause : "\(cause)-\(variant)" }
  var testDescription: String { name }
}

/// Every known cause is staged in one environment, one service for each, and rolled out by one `apply` of the program.
@Suite("Causes of failure, through the whole program")
struct FailureCauseTests {
  private static let network =
    #", "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0a1b2c3d"], "securityGroups": ["sg-0a1b2c3d"]}}"#
  private static let logs =
    #", "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "causes", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "c"}}"#
  private static let hostPort = #", "portMappings": [{"containerPort": 80, "hostPort": 8080}]"#

  private static let starts = [
    "image-rate-limit", "image-no-permission", "image-no-route", "image-disk-full", "secret-no-permission", "secret-not-found",
    "secret-key-missing", "secret-no-route", "environment-file", "log-group-missing", "role-not-assumable", "command-not-found",
    "port-taken", "dependency-failed", "subnet-full", "efs-mount", "volume-failed",
  ].map { StagedFailure(cause: $0, fares: "fails:\($0)") }

  private static let images = [
    StagedFailure(cause: "image-platform", fares: "platform:linux/arm64"),
    StagedFailure(cause: "image-not-found"),
    StagedFailure(
      cause: "exec-format", fares: "exit:255", log: ["exec /usr/local/bin/api: exec format error"], container: logs),
  ]

  private static let ends = [
    StagedFailure(cause: "out-of-memory", fares: "out-of-memory"),
    StagedFailure(cause: "command-not-found", variant: "shell", fares: "exit:127"),
    StagedFailure(cause: "command-not-executable", fares: "exit:126"), StagedFailure(cause: "killed", fares: "exit:137"),
    StagedFailure(cause: "segmentation-fault", fares: "exit:139"), StagedFailure(cause: "aborted", fares: "exit:134"),
    StagedFailure(cause: "terminated", fares: "exit:143"), StagedFailure(cause: "exited-with-error", fares: "exit:1"),
    StagedFailure(cause: "exited-at-once", fares: "exit:0"),
    StagedFailure(cause: "spot-interruption", fares: "spot-interruption@2", verdict: "timed out"),
    StagedFailure(
      cause: "health-check-container", fares: "unhealthy",
      container: #", "healthCheck": {"command": ["CMD-SHELL", "true"], "interval": 5, "retries": 2}"#),
    balanced("no-answer", ""), balanced("answers:502", "status"),
  ]

  private static func balanced(_ fares: String, _ variant: String) -> StagedFailure {
    let group = "arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/web/1a2b3c4d5e6f7a8b"
    let balancer = #"{"targetGroupArn": "\#(group)", "containerName": "app", "containerPort": 80}"#
    return StagedFailure(
      cause: "health-check-load-balancer", variant: variant, fares: fares,
      container: #", "portMappings": [{"containerPort": 80}]"#, definition: #", "networkMode": "awsvpc""#,
      service: network + #", "loadBalancers": [\#(balancer)]"#)
  }

  private static let places = [
    StagedFailure(cause: "no-container-instance", instances: #""count": 0, "cpu": 1024, "memory": 1024"#),
    StagedFailure(cause: "not-enough-memory", instances: #""cpu": 1024, "memory": 200"#),
    StagedFailure(cause: "not-enough-cpu", container: #", "cpu": 600"#, instances: #""cpu": 1024, "memory": 1024"#),
    StagedFailure(cause: "not-enough-ports", container: hostPort, instances: #""cpu": 1024, "memory": 1024"#),
    StagedFailure(
      cause: "no-network-interface", definition: #", "networkMode": "awsvpc""#, service: network,
      instances: #""cpu": 1024, "memory": 1024, "networkInterfaces": 1"#),
    StagedFailure(cause: "agent-disconnected", instances: #""cpu": 1024, "memory": 1024, "connected": false"#),
    StagedFailure(
      cause: "missing-attribute",
      service: #", "placementConstraints": [{"type": "memberOf", "expression": "attribute:disk == ssd"}]"#,
      instances: #""cpu": 1024, "memory": 1024, "attributes": {"disk": "hdd"}"#),
    StagedFailure(
      cause: "no-capacity", fares: "unplaceable",
      definition: #", "networkMode": "awsvpc", "cpu": "256", "memory": "512", "requiresCompatibilities": ["FARGATE"]"#,
      service: network + #", "launchType": "FARGATE""#),
    StagedFailure(
      cause: "no-room-for-rollout",
      service: #", "deploymentConfiguration": {"minimumHealthyPercent": 100, "maximumPercent": 150}"#, verdict: "timed out"),
  ]

  private static let failures = starts + images + ends + places

  @Test("each is told in one line of what it means and one of what to do, and nothing is called a success")
  func told() throws {
    let files = try Self.environment()
    let place = try Workplace(environments: URL(fileURLWithPath: files.path + "/envs"))
    defer { place.remove() }
    let healthy = try place.run("reconcile apply -auto-approve envs/causes")
    #expect(healthy.exitCode == 0, "\(healthy.output.suffix(20))")

    try Self.scenario.write(toFile: place.file("scenario.json"), atomically: true, encoding: .utf8)
    let variables = Self.variables(release: 2, image: "111111111111.dkr.ecr.eu-west-1.amazonaws.com/gone:2")
    try variables.write(toFile: place.file("envs/causes/release.auto.tfvars.json"), atomically: true, encoding: .utf8)
    let failed = try place.run(
      "RECONCILE_SIMULATION=scenario.json reconcile apply -auto-approve -preflight=warn -timeout 12m envs/causes 2>/dev/null")
    #expect(failed.exitCode == 11, "a failed deployment weighs more than one that ran out of time")

    let stories = Self.stories(failed.output)
    for failure in Self.failures {
      let story = try #require(stories["aws_ecs_service.\(failure.name)"], "\(failure.name): \(failed.output.suffix(40))")
      #expect(story.first?.hasPrefix("  \(failure.verdict) ") == true, "\(failure.name): \(story)")
      let texts = KnownCauses.all.filter { $0.code == failure.cause }
      #expect(
        texts.contains { cause in
          story.contains("      why:  \(cause.meaning) [\(cause.code)]") && story.contains("      fix:  \(cause.advice)")
        }, "\(failure.name): \(story.joined(separator: "\n"))")
    }
    #expect(!failed.output.contains { $0.hasPrefix("  completed ") })

    let plan = try place.run("reconcile plan envs/causes 2>/dev/null")
    #expect(plan.output.contains { $0.hasPrefix("Still rolling out") }, "ECS goes on trying, which the next plan says")
  }

  @Test("every cause that is known is staged here, but for those that a rollout cannot have alone")
  func complete() {
    let known = Set(KnownCauses.all.map(\.code))
    let staged = Set(Self.failures.map(\.cause))
    // Elsewhere: `alarm` in the script traffic-shifts. CreateService is refused without a service-linked role. Two are only
    // told where nothing better is known: a pull with words of its own, and stopped tasks that ECS has forgotten.
    let elsewhere: Set = ["alarm", "service-linked-role", "image-pull-failed", "inconsistent-start"]
    #expect(staged.union(elsewhere) == known)
    #expect(staged.count >= 25)
  }

  // MARK: The environment

  private static func environment() throws -> TemporaryDirectory {
    let files = try TemporaryDirectory()
    func write(_ text: String, _ name: String) throws { try files.write(text + "\n", to: "envs/causes/\(name)") }
    try write(
      #"{"provider": {"name": "simulated-aws", "region": "eu-west-1", "accountId": "111111111111"}, "cluster": "main"}"#,
      "environment.json")
    try write(#"{"image_tags": {}}"#, "image-tags.auto.tfvars.json")
    try write(variables(release: 1, image: "nginx:1"), "release.auto.tfvars.json")
    try write(#"{"clusterName": "main"}"#, "clusters/main.json")
    try write(#"{"logGroupName": "causes"}"#, "log-groups/causes.json")
    for failure in failures {
      let image = failure.cause == "image-not-found" ? "${var.image}" : "nginx:1"
      try write(
        """
        {"family": "\(failure.name)"\(failure.definition), "containerDefinitions": [
          {"name": "app", "image": "\(image)", "memory": 128, "environment": [{"name": "RELEASE", "value": "${var.release}"}]\(failure.container)}]}
        """, "task-definitions/\(failure.name).json")
      let cluster = failure.instances == nil ? "main" : failure.name
      if failure.instances != nil { try write(#"{"clusterName": "\#(cluster)"}"#, "clusters/\(cluster).json") }
      try write(
        #"{"cluster": "\#(cluster)", "desiredCount": 1\#(failure.service)}"#, "services/\(failure.name).json")
    }
    return files
  }

  private static func variables(release: Int, image: String) -> String {
    #"{"release": "\#(release)", "image": "\#(image)"}"#
  }

  private static var scenario: String {
    let tasks = failures.compactMap { failure -> String? in
      guard let fares = failure.fares else { return nil }
      let log = failure.log.map { #", "log": \#(JSON.strings($0).text())"# } ?? ""
      return #"{"service": "\#(failure.name)", "family": "\#(failure.name)", "fares": "\#(fares)"\#(log)}"#
    }
    let instances = failures.compactMap { failure in failure.instances.map { #"{"cluster": "\#(failure.name)", \#($0)}"# } }
    return """
      {"tasks": [\(tasks.joined(separator: ",\n  "))],
       "instances": [\(instances.joined(separator: ",\n  "))]}
      """
  }

  /// What is told of each resource: its line, and the lines below it.
  private static func stories(_ output: [String]) -> [String: [String]] {
    var stories: [String: [String]] = [:]
    var current: String?
    for line in output {
      if line.hasPrefix("      "), let name = current {
        stories[name]?.append(line)
      } else {
        current = line.split(separator: " ").first { $0.hasPrefix("aws_ecs_service.") }.map(String.init)
        if let name = current, line.hasPrefix("  ") { stories[name] = [line] }
      }
    }
    return stories
  }
}
