import JSONDocument
import Planning
import Providers
import Recording
import Reporting
import Resources
import Testing

@Suite struct FailureTests {
  @Test("every provider error says what happened and what to do", arguments: ProviderError.Kind.allCases)
  func everyProviderErrorSaysWhatHappenedAndWhatToDo(kind: ProviderError.Kind) {
    let error = ProviderError(
      kind, operation: "DescribeServices", code: "SomeException", message: "the words", effect: .unknown)
    let failure = Failure(error, subject: "aws_ecs_service.api", directory: "envs/staging")
    #expect(failure.code == "provider-\(kind.rawValue)")
    #expect(failure.message.contains("DescribeServices"))
    #expect(failure.message.contains("SomeException: the words"))
    #expect(
      failure.details == ["It is not known whether this call changed the cloud; the next plan finds out."])
    #expect(failure.next != nil)
  }

  @Test("a refused call says which call, which object, and why")
  func aRefusedCall() {
    var error = ProviderError(
      .forbidden, operation: "PutLifecyclePolicy", code: "AccessDeniedException", message: "no\nline")
    error.permission = "ecr:PutLifecyclePolicy"
    expectText(
      Failure(error, subject: "aws_ecr_repository.api", directory: "envs/staging").text(),
      """
      error: aws_ecr_repository.api: PutLifecyclePolicy is forbidden for the identity used: AccessDeniedException: no line
        This call changed nothing.
        next: allow ecr:PutLifecyclePolicy to that identity, then run `reconcile plan envs/staging`

      """)
  }

  @Test(
    "what a policy denies is not to be allowed, and what a boundary limits is allowed there",
    arguments: [
      (
        "with an explicit deny in a permissions boundary",
        "remove or narrow the deny of ecs:UpdateService on \(Self.serviceARN) in the permissions boundary (nothing that allows it overrides a deny), or use another identity"
      ),
      (
        "with an explicit deny in an identity-based policy: arn:aws:iam::111111111111:policy/no",
        "remove or narrow the deny of ecs:UpdateService on \(Self.serviceARN) in the identity-based policy (nothing that allows it overrides a deny), or use another identity"
      ),
      (
        "because no service control policy allows the ecs:UpdateService action",
        "allow ecs:UpdateService on \(Self.serviceARN) in the service control policy that limits that identity, too"
      ),
      (
        "because no identity-based policy allows the ecs:UpdateService action",
        "allow ecs:UpdateService on \(Self.serviceARN) to that identity"
      ),
    ])
  func denials(context: String, advice: String) {
    let words = "User: arn:aws:iam::111111111111:user/ci is not authorized to perform: ecs:UpdateService"
    let error = ProviderError(
      .forbidden, operation: "UpdateService", code: "AccessDeniedException",
      message: "\(words) on resource: \(Self.serviceARN) \(context)")
    #expect(Failure(error, directory: "envs/staging").next == advice + ", then run `reconcile plan envs/staging`")
  }

  private static let serviceARN = "arn:aws:ecs:eu-west-1:111111111111:service/main/api"

  @Test("a held lock says who holds it")
  func aHeldLockSaysWhoHoldsIt() {
    let lock = LockInfo(
      id: "4c1d",
      request: LockRequest(
        operation: "apply", who: "kim@ci-7", host: "ci-7", pid: 4711, runURL: "https://ci.example.com/runs/12"
      ),
      since: Timestamp(seconds: 1_772_366_645))
    let failure = Failure(
      StateError.locked(lock), directory: "envs/staging", now: Timestamp(seconds: 1_772_366_645 + 150))
    expectText(
      failure.text(),
      """
      error: envs/staging: the environment is locked: kim@ci-7 is running apply
        Held by process 4711 on ci-7 since 2026-03-01 12:04:05 UTC (2 min ago), lock 4c1d.
        Its run: https://ci.example.com/runs/12
        Nothing was changed.
        next: wait for it with -lock-timeout 10m; if that run is dead, `reconcile lock release envs/staging 4c1d`

      """)
  }

  @Test("state errors say that nothing is rebuilt silently")
  func stateErrorsSayThatNothingIsRebuiltSilently() {
    let prod = ProviderIdentity(name: .awsCommandLine, region: "eu-west-1", accountId: "222222222222")
    let errors: [StateError] = [
      .newerFormat(path: "state/staging.sqlite", found: 9, known: 3),
      .damaged(path: "state/staging.sqlite", what: "not a database"),
      .otherProvider(path: "state/staging.sqlite", recorded: staging.provider, asked: prod),
      .notTheHolder(nil),
      .diskFull(path: "state/staging.sqlite"),
      .unavailable(path: "state/staging.sqlite", what: "permission denied"),
    ]
    expectText(
      errors.map { Failure($0, directory: "envs/staging").text() }.joined(separator: "\n"),
      """
      error: state/staging.sqlite: the state was written by a newer reconcile
        It has format 9; this program knows formats up to 3. Nothing was changed.
        next: update reconcile

      error: state/staging.sqlite: this is not a state file, or it is damaged: not a database
        Nothing was changed, and nothing is rebuilt silently.
        next: there is no backup; move the file away, and the next plan adopts what exists

      error: state/staging.sqlite: the state belongs to another cloud
        It records simulated-aws, account 111111111111, eu-west-1; envs/staging/environment.json says aws-cli, account 222222222222, eu-west-1.
        Nothing was changed.
        next: correct "provider" in environment.json, or give the environment another name

      error: envs/staging: the lock of this run is gone: it is not held at all
        What was done is in the state, at least as begun; somebody else may have written it since.
        next: run `reconcile plan envs/staging` to see where things stand

      error: state/staging.sqlite: there is no space left where the state is kept
        What was recorded before is whole; what was under way is found again by the next run.
        next: make space, then repeat the command

      error: state/staging.sqlite: the state cannot be opened or written: permission denied
        next: see that the folder exists and can be written, and that nothing else is in the file's place, then repeat the command

      """)
  }

  /// Somebody scaled the service by hand, wrote a file, and there is one more thing to do.
  private func move() -> PlanStaleness {
    func change(_ before: JSON) -> Change {
      update(service("api"), [field(.member("desiredCount"), before, 3, .inPlace)])
    }
    var saved = plan([change(2), update(service("web"), [])], unchanged: 0)
    var now = plan([change(4)], unchanged: 1)
    saved.inputs = [InputFile(path: "envs/staging/image-tags.auto.tfvars.json", digest: ContentDigest(of: "a"))]
    now.inputs = [InputFile(path: "envs/staging/image-tags.auto.tfvars.json", digest: ContentDigest(of: "b"))]
    saved.changes[0].before = ["desiredCount": 2]
    now.changes[0].before = ["desiredCount": 4]
    saved.changes[0].after = ["desiredCount": 3]
    now.changes[0].after = ["desiredCount": 3]
    saved.fingerprints = [identity(service("api")): ContentDigest(of: "2")]
    now.fingerprints = [identity(service("api")): ContentDigest(of: "4")]
    saved.records = [service("api"): ContentDigest(of: "2")]
    now.records = [service("api"): ContentDigest(of: "3")]
    return PlanStaleness(from: saved, to: now)
  }

  @Test("stale plans say what moved")
  func stalePlansSayWhatMoved() {
    let record = RunRecord(
      id: RunID(7), description: RunDescription(operation: "apply", who: "kim@ci-7"),
      startedAt: Timestamp(seconds: 1_772_366_645), finishedAt: nil, outcome: nil, serialBefore: 41,
      serialAfter: 43)
    let made = StateVersion(lineage: lineage, serial: 41)
    let failures: [Failure] = [
      .stateMoved(
        plan: made, now: StateVersion(lineage: lineage, serial: 43), last: record, directory: "envs/staging"),
      .stateMoved(plan: nil, now: made, directory: "envs/staging"),
      .stateMoved(plan: made, now: StateVersion(lineage: "other", serial: 41), directory: "envs/staging"),
      .moved(move(), plan: made, now: made, registry: "", directory: "envs/staging"),
      .appliedAlready(record, directory: "envs/staging"),
      .otherEnvironment(plan: "staging", now: "prod", directory: "envs/prod"),
    ]
    expectText(
      failures.map { $0.text() }.joined(separator: "\n"),
      """
      error: this plan is out of date
        It was made from serial 41; envs/staging is now at serial 43 (apply by kim@ci-7, 2026-03-01 12:04:05 UTC).
        Nothing was changed.
        next: run `reconcile plan envs/staging` again

      error: this plan is out of date
        It was made before anything was recorded; envs/staging is now at serial 41.
        Nothing was changed.
        next: run `reconcile plan envs/staging` again

      error: this plan is out of date
        It was made from another history of states than the one envs/staging has now.
        Nothing was changed.
        next: run `reconcile plan envs/staging` again

      error: this plan is out of date
        "envs/staging/image-tags.auto.tfvars.json" is not what it was when the plan was made.
        The service "tracker-staging/api" was changed in AWS since the plan was made: desired count 2 → 4.
        What is recorded of aws_ecs_service.api is not what it was when the plan was made.
        aws_ecs_service.api — the plan: update (desired count 2 → 3); now: update (desired count 4 → 3).
        aws_ecs_service.web — the plan: update; now: nothing to do.
        Nothing was changed.
        next: run `reconcile plan envs/staging` again

      error: this plan was applied already
        Run 7 did so (kim@ci-7, 2026-03-01 12:04:05 UTC), and was stopped inside it.
        Nothing was changed.
        next: run `reconcile plan envs/staging` to see whether anything is left to do

      error: this plan is for another environment
        It was made for staging; this is prod.
        Nothing was changed.
        next: run `reconcile plan envs/prod` to plan for this one

      """)
  }

  @Test("the JSON line holds the same parts")
  func theJSONLineHoldsTheSameParts() {
    let failure = Failure("x", subject: "s", "m", details: ["d"], next: "n")
    #expect(
      MachineFormat.line(failure).text()
        == #"{"type":"diagnostic","severity":"error","code":"x","message":"m","subject":"s","details":["d"],"next":"n"}"#
    )
  }
}
