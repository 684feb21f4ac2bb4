import Foundation
import JSONDocument
import Resources
import TestSupport
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
    {"repositoryName": "vault", "tags": [{"Key": "DEPLOY_TOKEN", "Value": "\(secret)"}],
     "repositoryPolicy": {"Version": "2012-10-17", "Statement": [{"Sid": "pull", "Effect": "Allow",
      "Principal": "*", "Action": ["ecr:BatchGetImage"],
      "Condition": {"StringEquals": {"aws:PrincipalTag/api-token": "\(secret)"},
        "NumericEquals": {"aws:PrincipalTag/pin-token": \(7_000_077 + secret.count * 10_000)}}}]}}
    """
  }

  private static func logGroup(_ secret: String) -> String {
    """
    {"logGroupName": "/vault", "tags": {"API_TOKEN": "\(secret)"}}
    """
  }

  private static func task(_ secret: String) -> String {
    """
    {"taskDefinition": "vault", "tags": [{"key": "api-token", "value": "\(secret)"}],
     "overrides": {"containerOverrides": [{"name": "vault", "command": ["migrate", "--token", "\(secret)"],
       "environment": [{"name": "DB_PASSWORD", "value": "\(secret)"}]}]},
     "reconcile": {"like": "vault", "before": ["vault"]}}
    """
  }

  /// What a check asks: an address with a password and a token, whose answer holds a secret.
  private static func checks(_ secret: String) -> String {
    """
    {"vault": [{"url": "http://app:\(secret)@127.0.0.1:9/health?token=\(secret)", "attempts": 1, "timeout": 1,
      "json": {"/api_token": "\(secret)"}}]}
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
      ("services", Self.service(secret)), ("log-groups", Self.logGroup(secret)), ("tasks", Self.task(secret)),
    ] {
      let path = "envs/\(environment)/\(file)"
      #expect(try place.run("mkdir -p \(path) && cat > \(path)/vault.json <<'END'\n\(text)\nEND\n").exitCode == 0)
    }
  }

  @Test("no command shows a secret")
  func noCommandShowsASecret() throws {
    let place = try Workplace(environments: Document.root.appendingPathComponent("envs"))
    defer { place.remove() }
    let addresses = [
      "aws_ecs_task_definition.vault", "aws_ecs_service.vault", "aws_ecr_repository.vault", "aws_cloudwatch_log_group.vault",
      "aws_ecs_task_execution.vault",
    ]
    let target = addresses.map { "-target \($0)" }.joined(separator: " ")
    func expectSecrecy(_ commands: String...) throws -> [String] {
      var all: [String] = []
      for command in commands {
        let answer = try place.run(command, scrubs: false)
        let leaks = answer.output.filter { CanaryDocument.isSeen(in: $0) }
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
        "reconcile plan -json \(target) envs/staging", "reconcile plan -format markdown \(target) envs/staging",
        "rm -f p; reconcile plan \(target) -out p envs/staging", "cat p",
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
      "reconcile history envs/staging", "reconcile history -json envs/staging", "reconcile state pull envs/staging",
      "reconcile tags envs/staging", "reconcile tags -json envs/staging", "reconcile tags set -n envs/staging api=sha-1111111",
      "reconcile tags set -json -n envs/staging api=sha-1111111", "reconcile status envs/staging envs/prod",
      "reconcile status -json envs/staging envs/prod", "reconcile promote -n -force trial envs/staging envs/prod",
      "reconcile promote -n -force trial -json envs/staging envs/prod", "reconcile redeploy -auto-approve envs/staging vault",
      "reconcile redeploy -auto-approve -json envs/staging vault", "reconcile wait envs/staging vault",
      "reconcile rollback envs/staging", "reconcile tasks envs/staging", "reconcile tasks -json envs/staging",
      "reconcile scale -auto-approve -temporarily envs/staging vault=2",
      "reconcile scale -auto-approve -temporarily -json envs/staging vault=1",
      "reconcile compare -all envs/staging envs/prod", "reconcile compare -json envs/prod envs/staging",
      "reconcile status -parallel envs/staging envs/prod", "reconcile status -watch -for 5s envs/staging",
      "reconcile logs envs/staging vault", "reconcile exec envs/staging vault",
      "reconcile rollback -json -to 1 envs/staging")

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

  @Test("Nothing that is written of two documents of a kind shows a secret of either", arguments: ResourceKind.all)
  func differences(kind: ResourceKind) throws {
    let place = try Workplace(environments: Document.root.appendingPathComponent("envs"))
    defer { place.remove() }
    for generation in [1, 2] {
      let document = CanaryDocument(generation).everywhere(kind).text(.pretty)
      #expect(try place.run("cat > \(generation).json <<'END'\n\(document)\nEND\n").exitCode == 0)
    }
    for options in ["", "-json "] {
      let answer = try place.run("reconcile diff \(options)-kind \(kind.type) 1.json 2.json", scrubs: false)
      #expect(answer.exitCode == 0, "\(answer.output.first ?? "")")
      #expect(answer.output.filter(CanaryDocument.isSeen) == [])
    }
  }

  @Test("A saved plan holds nothing that a check is told")
  func checks() throws {
    let place = try Workplace(environments: Document.root.appendingPathComponent("envs"))
    defer { place.remove() }
    try plant("canary-one", in: "staging", place)
    let checks = Self.checks("canary-one").replacing("\n", with: " ")
    #expect(
      try place.run("sed -i 's|\"cluster\": |\"checks\": \(checks), \"cluster\": |' envs/staging/environment.json").exitCode == 0)
    for command in [
      "reconcile plan -out p envs/staging", "cat p", "reconcile show p", "reconcile show -json p",
      "reconcile plan -json envs/staging",
    ] {
      let answer = try place.run(command, scrubs: false)
      #expect(answer.exitCode == 0)
      #expect(answer.output.filter(CanaryDocument.isSeen) == [], "\(command)")
    }
  }

  @Test("Findings about a broken environment show no secret")
  func findings() throws {
    let place = try Workplace(environments: Document.root.appendingPathComponent("envs"))
    defer { place.remove() }
    for kind in ResourceKind.all {
      let document = CanaryDocument(1).everywhere(kind).text(.pretty)
      let path = "envs/staging/\(kind.folder)"
      #expect(try place.run("mkdir -p \(path) && cat > \(path)/vault.json <<'END'\n\(document)\nEND\n").exitCode == 0)
    }
    for command in [
      "validate envs/staging", "validate -json envs/staging", "plan envs/staging", "plan -json envs/staging", "show envs/staging",
    ] {
      let answer = try place.run("reconcile \(command)", scrubs: false)
      #expect(!answer.output.isEmpty)
      #expect(answer.output.filter(CanaryDocument.isSeen) == [], "\(command)")
    }
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
