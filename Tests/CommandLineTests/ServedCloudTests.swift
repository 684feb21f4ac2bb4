import Foundation
import TestSupport
import Testing

/// The whole program, the real `aws` program, and our own cloud behind HTTP, with rollouts that take their time.
@Suite(
  "Against a served cloud", .serialized,
  .enabled(if: WarmAWS.isInstalled, "the aws program is not in .venv; next: run scripts/setup --test-tools"), .warmAWS)
struct ServedCloudTests {
  @Test("A first release, the next one and a rollback by tag, over the aws program")
  func releases() throws {
    let cloud = try ServedCloud(environments: Self.shop(), speed: 50)
    defer { cloud.stop() }

    var (text, status) = try cloud.run("reconcile plan envs/shop")
    #expect(text.contains("Plan: 4 to add, 0 to change, 0 to destroy."), "\(text)")
    #expect(text.contains("image \"web:sha-1111111\" is not in the registry [image-not-pushed]"), "\(text)")
    #expect(status == 1)
    (text, status) = try cloud.run("reconcile apply -auto-approve -target aws_ecr_repository.web envs/shop")
    #expect(status == 0, "\(text)")
    (text, status) = try cloud.run("reconcile simulate push -cloud cloud.sqlite envs/shop web=sha-1111111 web=sha-3333333")
    #expect(status == 0, "\(text)")

    (text, status) = try cloud.run("reconcile apply -auto-approve envs/shop")
    #expect(text.contains("completed  aws_ecs_service.web          runs web:1"), "\(text)")
    #expect(status == 0)

    try bump(cloud, "sha-1111111", "sha-3333333")
    (text, status) = try cloud.run("reconcile apply -auto-approve envs/shop")
    #expect(text.contains("completed  aws_ecs_service.web          runs web:2"), "\(text)")
    #expect(status == 0)

    try bump(cloud, "sha-3333333", "sha-1111111")
    (text, status) = try cloud.run("reconcile apply -auto-approve envs/shop")
    #expect(text.contains("web:2 → web:1 (registered earlier)"), "\(text)")
    #expect(text.contains("completed  aws_ecs_service.web"), "\(text)")
    #expect(status == 0)
    (text, status) = try cloud.run("reconcile plan -detailed-exitcode envs/shop")
    #expect(text.contains("No changes. envs/shop matches its configuration."), "\(text)")
    #expect(status == 0)
  }

  @Test("It says where it listens, and an interrupt ends it with success", arguments: ["INT", "TERM"])
  func stops(signal: String) throws {
    let cloud = try ServedCloud(environments: Self.shop(), speed: 1)
    #expect(cloud.greeting == "Listening on http://127.0.0.1:\(cloud.port) (simulated AWS, account 111111111111).")
    #expect(try cloud.stop(signal) == "0")
  }

  @Test(
    "What it cannot do it refuses",
    arguments: [
      ("-listen 0.0.0.0:0", 64, "other machines"), ("-listen here", 64, "no address to listen at"),
      ("", 64, "Missing expected argument '--listen <address>'"), ("-listen :0 -scenario nothing.json", 1, "nothing.json"),
      ("-listen :0 -scenario envs/shop/environment.json", 1, "a scenario has no \"name\""),
      ("-listen :0 -speed 0", 64, "-speed is 0.0"), ("-listen 127.0.0.1:1 -account 12", 64, "not an AWS account"),
    ])
  func refuses(arguments: String, status: Int32, words: String) throws {
    let place = try Workplace(environments: Self.shop())
    defer { place.remove() }
    let answer = try place.run("reconcile simulate \(arguments)")
    #expect(answer.exitCode == status)
    #expect(answer.output.joined(separator: "\n").contains(words), "\(answer.output)")
  }

  private func bump(_ cloud: ServedCloud, _ before: String, _ after: String) throws {
    _ = try cloud.run("sed -i.bak 's/\(before)/\(after)/' envs/shop/image-tags.auto.tfvars.json")
  }

  /// One service with a repository of its own.
  static func shop() throws -> URL {
    let made = FileManager.default.temporaryDirectory.appendingPathComponent("served-\(UUID().uuidString)")
    let files = [
      "environment.json": """
      {"name": "shop", "provider": {"name": "aws-cli", "region": "eu-west-1", "accountId": "111111111111"}, "cluster": "shop",
       "images": {"web": "web"}}
      """,
      "image-tags.auto.tfvars.json": #"{"image_tags": {"web": "sha-1111111"}}"#,
      "clusters/shop.json": #"{"clusterName": "shop"}"#,
      "repositories/web.json": #"{"repositoryName": "web", "imageTagMutability": "IMMUTABLE"}"#,
      "task-definitions/web.json": """
      {"family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512",
       "executionRoleArn": "arn:aws:iam::111111111111:role/web", "containerDefinitions": [{"name": "web", "image": "${image.web}"}]}
      """,
      "services/web.json": """
      {"desiredCount": 2, "launchType": "FARGATE",
       "deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": true, "rollback": true}},
       "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0a1b2c3d"]}}}
      """,
    ]
    for (path, text) in files {
      let file = made.appendingPathComponent("shop/" + path)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return made
  }
}
