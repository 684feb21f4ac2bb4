import Foundation
import Testing

/// The whole program, the real `aws` program, and our own cloud behind HTTP, with rollouts that take their time.
@Suite(
  "Against a served cloud", .serialized,
  .enabled(if: ServedCloud.isInstalled, "the aws program is not in .venv; next: run scripts/setup --test-tools"))
struct ServedCloudTests {
  @Test("A first release, the next one and a rollback by tag, over the aws program")
  func releases() throws {
    let cloud = try ServedCloud(speed: 50)
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

    try cloud.bump("sha-1111111", "sha-3333333")
    (text, status) = try cloud.run("reconcile apply -auto-approve envs/shop")
    #expect(text.contains("completed  aws_ecs_service.web          runs web:2"), "\(text)")
    #expect(status == 0)

    try cloud.bump("sha-3333333", "sha-1111111")
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
    let cloud = try ServedCloud(speed: 1)
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
    let place = try Workplace(environments: ServedCloud.environments())
    defer { place.remove() }
    let answer = try place.run("reconcile simulate \(arguments)")
    #expect(answer.exitCode == status)
    #expect(answer.output.joined(separator: "\n").contains(words), "\(answer.output)")
  }
}

/// A server in a workplace, and commands that reach it through the `aws` program.
struct ServedCloud {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  private static let tools = root + "/.venv/bin"

  static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: tools + "/aws") }

  let place: Workplace
  let port: Int
  let greeting: String
  private let process: Int

  init(speed: Int) throws {
    place = try Workplace(environments: Self.environments())
    try Data(Self.serving(speed: speed).utf8).write(to: URL(fileURLWithPath: place.file("serve.sh")))
    let started = try place.run(
      """
      bash serve.sh
      for n in $(seq 600); do [ -s server.txt ] && break; sleep 0.05; done
      cat server.pid server.txt
      """, scrubs: false)
    process = Int(started.output.first ?? "") ?? 0
    greeting = started.output.last ?? ""
    port = greeting.firstMatch(of: /127\.0\.0\.1:(\d+)/).flatMap { Int($0.1) } ?? 0
    #expect(port > 0, "\(started.output)")
  }

  /// What a server inherits and keeps open would keep those waiting who wait for the command that started it: pipes, and
  /// the socket by which `Process` sees an end.
  private static func serving(speed: Int) -> String {
    """
    for file in /proc/$$/fd/*; do
      number=${file##*/}
      if [ "$number" -gt 2 ] && [ "$number" -ne 255 ]; then eval "exec $number>&-"; fi
    done
    (
      sh -c 'echo $$ > server.pid; exec reconcile simulate -listen 127.0.0.1:0 -cloud cloud.sqlite -speed \(speed)' \
        > server.txt 2>&1 < /dev/null
      echo $? > server.status
    ) > /dev/null 2>&1 &
    """
  }

  func run(_ command: String) throws -> (text: String, status: Int32) {
    let variables =
      "AWS_ENDPOINT_URL=http://127.0.0.1:\(port) AWS_ACCESS_KEY_ID=testing AWS_SECRET_ACCESS_KEY=testing AWS_EC2_METADATA_DISABLED=true"
    let answer = try place.run("export PATH=\(Self.tools):$PATH \(variables); \(command)")
    return (answer.output.joined(separator: "\n"), answer.exitCode)
  }

  func bump(_ before: String, _ after: String) throws {
    _ = try place.run("sed -i.bak 's/\(before)/\(after)/' envs/shop/image-tags.auto.tfvars.json")
  }

  func stop() {
    _ = try? stop("TERM")
    place.remove()
  }

  /// The exit status that the server ends with.
  @discardableResult
  func stop(_ signal: String) throws -> String {
    let answer = try place.run(
      "kill -\(signal) \(process); for n in $(seq 600); do [ -s server.status ] && break; sleep 0.05; done; cat server.status")
    return answer.output.joined()
  }

  /// One service with a repository of its own.
  static func environments() throws -> URL {
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
