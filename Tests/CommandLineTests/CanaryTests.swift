import Foundation
import Testing

/// Plants a secret in every place that may hold one, and looks for it in everything that the program writes.
@Suite struct CanaryTests {
  private static func definition(_ secret: String) -> String {
    """
    {"family": "vault", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512",
     "executionRoleArn": "arn:aws:iam::111111111111:role/exec",
     "containerDefinitions": [{"name": "vault", "image": "public.ecr.aws/nginx/nginx:1.27",
      "environment": [{"name": "DB_PASSWORD", "value": "\(secret)"}, {"name": "GITHUB", "value": "ghp_\(secret)\(secret)"},
        {"name": "DATABASE_URL", "value": "postgres://app:\(secret)@db/app"},
        {"name": "PEM", "value": "-----BEGIN PRIVATE KEY-----\\n\(secret)"}],
      "secrets": [{"name": "STRIPE_KEY", "valueFrom": "arn:aws:ssm:eu-west-1:111111111111:parameter/REFERENCE-\(secret.count)"}],
      "command": ["serve", "--db-password", "\(secret)", "--api-token=\(secret)"],
      "entryPoint": ["sh", "-c", "export API_TOKEN=\(secret); curl -H 'Authorization: Bearer \(secret)' https://x"],
      "healthCheck": {"command": ["CMD-SHELL", "curl -H 'x-api-key: \(secret)' http://localhost || exit 1"]},
      "dockerLabels": {"com.example.api-token": "\(secret)"},
      "logConfiguration": {"logDriver": "splunk", "options": {"splunk-url": "https://x", "splunk-token": "\(secret)"}}}],
     "tags": [{"key": "deploy-token", "value": "\(secret)"}]}
    """
  }

  private static func repository(_ secret: String) -> String {
    """
    {"repositoryName": "vault", "repositoryPolicy": {"Version": "2012-10-17", "Statement": [{"Sid": "pull", "Effect": "Allow",
      "Principal": "*", "Action": ["ecr:BatchGetImage"],
      "Condition": {"StringEquals": {"aws:PrincipalTag/api-token": "\(secret)"}}}]}}
    """
  }

  private static func service(_ secret: String) -> String {
    """
    {"desiredCount": 1, "launchType": "FARGATE", "tags": [{"key": "api-token", "value": "\(secret)"}],
     "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0a1b2c3d"]}}}
    """
  }

  /// The environment with secrets of one generation.
  private func plant(_ secret: String, in environment: String, _ place: Workplace) throws {
    for (file, text) in [
      ("task-definitions", Self.definition(secret)), ("repositories", Self.repository(secret)),
      ("services", Self.service(secret)),
    ] {
      let path = "envs/\(environment)/\(file)"
      #expect(try place.run("mkdir -p \(path) && cat > \(path)/vault.json <<'END'\n\(text)\nEND\n").exitCode == 0)
    }
  }

  @Test("no command shows a secret")
  func noCommandShowsASecret() throws {
    let place = try Workplace(environments: Document.root.appendingPathComponent("envs"))
    defer { place.remove() }
    let addresses = ["aws_ecs_task_definition.vault", "aws_ecs_service.vault", "aws_ecr_repository.vault"]
    let target = addresses.map { "-target \($0)" }.joined(separator: " ")
    func expectSecrecy(_ commands: String...) throws -> [String] {
      var all: [String] = []
      for command in commands {
        let answer = try place.run(command, scrubs: false)
        let leaks = answer.output.filter { $0.contains("canary") }
        #expect(leaks.isEmpty, "\(command)")
        #expect(!answer.output.isEmpty, "\(command)")
        all += answer.output
      }
      return all
    }
    func look() throws -> [String] {
      try expectSecrecy(
        "reconcile validate envs/staging", "reconcile validate -json envs/staging",
        "reconcile validate envs/staging/task-definitions/vault.json", "reconcile plan \(target) envs/staging",
        "reconcile plan -json \(target) envs/staging", "rm -f p; reconcile plan \(target) -out p envs/staging", "cat p",
        "reconcile show p", "reconcile show -json p", "reconcile drift envs/staging", "reconcile drift -json envs/staging")
    }

    try plant("canary-one", in: "staging", place)
    _ = try look()
    _ = try expectSecrecy("reconcile apply -auto-approve envs/staging")
    let states = addresses.flatMap {
      ["reconcile state show envs/staging \($0)", "reconcile state show -json envs/staging \($0)"]
    }
    for command in states { _ = try expectSecrecy(command) }

    // What changes is seen to change.
    try plant("canary-two-longer", in: "staging", place)
    let seen = try look()
    #expect(seen.contains { $0.contains("DB_PASSWORD") && $0.contains("#") && $0.contains(" → #") })
    #expect(seen.contains { $0.contains("REFERENCE-10") && $0.contains("REFERENCE-17") })
    _ = try expectSecrecy(
      "reconcile apply -auto-approve -json envs/staging", "reconcile show envs/staging", "reconcile show -json envs/staging",
      "reconcile history envs/staging", "reconcile history -json envs/staging", "reconcile state pull envs/staging")

    // Somebody else's secrets are drift.
    #expect(
      try place.run("mkdir theirs && ln -s ../state/simulated-aws.sqlite theirs/ && cp -r envs/staging envs/rival").exitCode == 0)
    try plant("canary-three", in: "rival", place)
    _ = try expectSecrecy("reconcile apply -auto-approve -state theirs envs/rival")
    #expect(try look().contains { $0.contains("Drift (") })

    // Findings show the line they stand in, AWS repeats what it refuses.
    try plant("canary-four", in: "staging", place)
    _ = try place.run(
      "tr -d '\\n' < envs/staging/task-definitions/vault.json > v && mv v envs/staging/task-definitions/vault.json")
    for wrong in [
      "dockerLabels/dockerLabel", "\"command\"/\"comand\"", "splunk-token/splunk-tokn", "\"cpu\": \"256\"/\"cpu\": \"255\"",
    ] {
      _ = try place.run(
        "cp envs/staging/task-definitions/vault.json v; sed -i 's/\(wrong)/' envs/staging/task-definitions/vault.json")
      _ = try expectSecrecy(
        "reconcile validate envs/staging", "reconcile validate -json envs/staging", "reconcile apply -auto-approve envs/staging")
      _ = try place.run("mv v envs/staging/task-definitions/vault.json")
    }
    _ = try expectSecrecy("reconcile destroy -auto-approve -delete-data envs/staging")
  }

  @Test(
    "secrets are shown on a terminal only",
    arguments: [
      "plan envs/staging", "apply -auto-approve envs/staging", "destroy -auto-approve envs/staging", "drift envs/staging",
      "state show envs/staging aws_ecs_service.api",
    ])
  func secretsAreShownOnATerminalOnly(command: String) throws {
    let place = try Workplace(environments: Document.root.appendingPathComponent("envs"))
    defer { place.remove() }
    let words = command.split(separator: " ")
    let spelt = words.prefix(words[0] == "state" ? 2 : 1).joined(separator: " ")
    let rest = words.dropFirst(words[0] == "state" ? 2 : 1).joined(separator: " ")
    let piped = try place.run("reconcile \(spelt) -show-sensitive \(rest)")
    #expect(piped.exitCode == 64)
    #expect(piped.output.first?.contains("-show-sensitive works on a terminal only") == true)
    let machine = try place.run("reconcile \(spelt) -show-sensitive -json \(rest)")
    #expect(machine.exitCode == 64)
    #expect(machine.output.first?.contains("-json is for programs") == true)
  }
}
