import Providers
import Testing

@testable import AWS

/// What AWS says of a failing task, and the cause that a person is told.
private struct Saying: Sendable, CustomTestStringConvertible {
  var code: String
  var text: String?
  var exitCode: Int?
  var stopCode: String?

  init(_ code: String, _ text: String? = nil, exit exitCode: Int? = nil, stop stopCode: String? = nil) {
    self.code = code
    self.text = text
    self.exitCode = exitCode
    self.stopCode = stopCode
  }

  var testDescription: String { "\(code): \(text ?? "exit \(exitCode ?? 0)")" }

  /// The text as the reason of a stopped task.
  var evidence: RolloutEvidence {
    let container = RolloutEvidence.StoppedTask.Container(name: "api", exitCode: exitCode)
    return RolloutEvidence(tasks: [.init(id: "t", stopCode: stopCode, reason: text, containers: [container])])
  }
}

/// Texts as the ECS developer guide shows them ("stopped task error messages", "service event messages",
/// "CannotPullContainer task errors"), with other names.
@Suite("Causes of failing tasks")
struct CauseTests {
  private static let registry = "111111111111.dkr.ecr.eu-west-1.amazonaws.com"
  private static let essential = "Essential container in task exited"

  private static let sayings = [
    Saying(
      "image-not-found",
      "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref \(registry)/api:1: not found"
    ),
    Saying(
      "image-not-found", "CannotPullContainerError: Error response from daemon: manifest unknown: Requested image not found"),
    Saying("image-not-found", "CannotPullContainerError: API error (404): repository api not found"),
    Saying(
      "image-platform",
      "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform 'linux/amd64'"
    ),
    Saying("image-platform", "CannotPullContainerError: no matching manifest for linux/arm64/v8 in the manifest list entries"),
    Saying("exec-format", "exec /usr/local/bin/api: exec format error", exit: 1),
    Saying(
      "image-rate-limit",
      "CannotPullContainerError: inspect image has been retried 5 time(s): httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/library/redis/manifests/sha256:1: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit."
    ),
    Saying(
      "image-no-permission",
      "CannotPullContainerError: Error response from daemon: pull access denied for \(registry)/api, repository does not exist or may require 'docker login': denied: User: arn:aws:sts::111111111111:assumed-role/exec/1 is not authorized to perform: ecr:BatchGetImage"
    ),
    Saying(
      "image-no-permission",
      "CannotPullContainerError: unexpected status from HEAD request to https://\(registry)/v2/api: 403 Forbidden"),
    Saying(
      "image-no-route",
      "CannotPullContainerError: inspect image has been retried 5 time(s): failed to do request: Head https://\(registry)/v2/api/manifests/1: dial tcp 10.0.0.1:443: i/o timeout"
    ),
    Saying(
      "image-no-route", "CannotPullContainerError: Request canceled while waiting for connection: context deadline exceeded"),
    Saying("image-disk-full", "CannotPullContainerError: write /var/lib/containerd/tmp: no space left on device"),
    Saying(
      "secret-no-permission",
      "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: AccessDeniedException: User: arn:aws:sts::111111111111:assumed-role/exec/1 is not authorized to perform: secretsmanager:GetSecretValue"
    ),
    Saying(
      "secret-not-found",
      "ResourceInitializationError: unable to pull secrets or registry auth: ResourceNotFoundException: Secrets Manager can't find the specified secret."
    ),
    Saying(
      "secret-not-found",
      "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: invalid ssm parameters: /tracker/session-key"
    ),
    Saying(
      "secret-key-missing", "ResourceInitializationError: retrieved secret from Secrets Manager did not contain json key url"),
    Saying(
      "secret-no-route",
      "ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. RequestError: send request failed caused by: dial tcp 10.0.0.1:443: i/o timeout"
    ),
    Saying(
      "environment-file",
      "ResourceInitializationError: failed to download env files: file download command: non empty error stream"),
    Saying(
      "log-group-missing",
      "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist."
    ),
    Saying(
      "role-not-assumable",
      "ECS was unable to assume the role 'arn:aws:iam::111111111111:role/api' that was provided for this task."),
    Saying("out-of-memory", "OutOfMemoryError: Container killed due to memory usage", exit: 137),
    Saying(
      "command-not-found",
      "CannotStartContainerError: OCI runtime create failed: runc create failed: exec: \"serve\": executable file not found in $PATH: unknown"
    ),
    Saying("command-not-found", essential, exit: 127),
    Saying("command-not-executable", essential, exit: 126),
    Saying("killed", essential, exit: 137),
    Saying("segmentation-fault", essential, exit: 139),
    Saying("aborted", essential, exit: 134),
    Saying("terminated", essential, exit: 143),
    Saying(
      "health-check-load-balancer",
      "Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:…:targetgroup/api/1)"),
    Saying(
      "target-timeout",
      "(service api) (task 0123) (port 8000) is unhealthy in (target-group arn:aws:elasticloadbalancing:…:targetgroup/api/1) due to (reason Request timed out)."
    ),
    Saying(
      "target-wrong-status",
      "(service api) (port 8000) is unhealthy in (target-group arn:aws:elasticloadbalancing:…:targetgroup/api/1) due to (reason Health checks failed with these codes: [502])."
    ),
    Saying("health-check-container", "Task failed container health checks"),
    Saying("port-taken", "CannotStartContainerError: Bind for 0.0.0.0:8000 failed: port is already allocated"),
    Saying(
      "no-room-for-rollout",
      "(service api) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again."
    ),
    Saying("spot-interruption", "Your Spot Task was interrupted.", stop: "SpotInterruption"),
    Saying("alarm", "(service api) deployment failed: alarm detected."),
    Saying(
      "efs-mount",
      "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: mount.nfs4: Connection reset by peer"
    ),
    Saying("exited-with-error", essential, exit: 1),
    Saying("exited-at-once", essential, exit: 0),
  ]

  @Test("What AWS says is translated", arguments: sayings)
  private func translated(saying: Saying) {
    let found = Symptoms(saying.evidence).causes().map(\.code)
    #expect(found.first == saying.code, "found \(found)")
  }

  @Test("The same words in an event say the same", arguments: sayings.filter { $0.exitCode == nil && $0.stopCode == nil })
  private func inEvents(saying: Saying) {
    let evidence = RolloutEvidence(events: [saying.text ?? ""])
    #expect(Symptoms(evidence).causes().first?.code == saying.code)
  }

  @Test("Words of no known meaning have no cause", arguments: ["", "Task stopped by user", "Something new of 2027"])
  func unknown(text: String) {
    #expect(Symptoms(RolloutEvidence(tasks: [.init(id: "t", reason: text)])).causes().isEmpty)
  }

  @Test("Nobody is told the general where the special is known")
  func generalOnlyAlone() {
    let saying = Saying("killed", Self.essential, exit: 137)
    #expect(!Symptoms(saying.evidence).causes().map(\.code).contains("exited-with-error"))
  }

  @Test(
    "Containers that were stopped because another one ended are not blamed",
    arguments: [
      ([1, 137], "exited-with-error"), ([139, 0], "segmentation-fault"), ([1, 143], "exited-with-error"), ([137, 0], "killed"),
    ])
  func sidecars(codes: [Int], code: String) {
    let containers = codes.map { RolloutEvidence.StoppedTask.Container(name: "c\($0)", exitCode: $0) }
    let evidence = RolloutEvidence(tasks: [.init(id: "t", reason: Self.essential, containers: containers)])
    #expect(Symptoms(evidence).causes().map(\.code) == [code])
  }

  @Test("Each cause says in one line what it means and what to do")
  func words() {
    for cause in KnownCauses.all {
      #expect(cause.meaning.hasSuffix("."), "\(cause.code)")
      #expect(!cause.advice.isEmpty && !cause.advice.hasSuffix("."), "\(cause.code)")
      #expect(!(cause.meaning + cause.advice).contains("\n"), "\(cause.code)")
      #expect(cause.code.allSatisfy { $0.isLowercase || $0 == "-" }, "\(cause.code)")
    }
    #expect(Set(Self.sayings.map(\.code)).count >= 25)
  }
}
