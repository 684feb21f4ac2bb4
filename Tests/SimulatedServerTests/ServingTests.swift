import FoundationEssentials
import SimulatedAWS
import Subprocess
import Synchronization
import Testing

@testable import SimulatedServer

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// Our server, and programs that nobody here wrote as its clients.
@Suite(
  "Serving the simulated cloud",
  .enabled(if: Served.isInstalled, "boto3 and moto are not in .venv; next: run scripts/setup --test-tools"))
struct ServingTests {
  @Test("boto3 makes things, watches a rollout, turns pages and gets the model's exceptions")
  func boto() async throws {
    try await Served.running(speed: 200) { address in
      let result = try await Served.python("boto.py", "http://\(address)")
      #expect(result.isSuccess, "\(result.text)")
    }
  }

  @Test("Answers have the shapes of the API model, and what moto answers besides is known")
  func shapes() async throws {
    try await Served.running(speed: 1) { address in
      let result = try await Served.python("shapes.py", "http://\(address)")
      #expect(result.isSuccess, "\(result.text)")
    }
  }

  @Test("Application Auto Scaling refuses whatever the API model refuses, leaf by leaf")
  func scalingModel() async throws {
    try await Served.running(speed: 1) { address in
      let result = try await Served.python("scaling_model.py", "http://\(address)")
      #expect(result.isSuccess, "\(result.text)")
    }
  }

  @Test("Targets, policies and scheduled actions, by the aws program")
  func scaling() async throws {
    try await Served.running(speed: 1) { address in
      func aws(_ words: [String]) async throws -> Served.Output { try await Served.aws(words, at: address) }
      func scaling(_ command: String, _ options: String...) async throws -> Served.Output {
        try await aws(
          [
            "application-autoscaling", command, "--service-namespace", "ecs", "--resource-id", "service/default/web",
            "--scalable-dimension", "ecs:service:DesiredCount",
          ] + options)
      }
      let bounds = ["--min-capacity", "3", "--max-capacity", "6"]
      #expect(
        try await scaling("register-scalable-target", bounds[0], bounds[1], bounds[2], bounds[3]).text
          .contains(
            "(ValidationException) when calling the RegisterScalableTarget operation: ECS service doesn't exist: service/default/web"
          ))
      let container = #"[{"name": "web", "image": "nginx", "memory": 64}]"#
      #expect(try await aws(["ecs", "create-cluster"]).isSuccess)
      #expect(
        try await aws(["ecs", "register-task-definition", "--family", "web", "--container-definitions", container]).isSuccess)
      #expect(
        try await aws(["ecs", "create-service", "--service-name", "web", "--task-definition", "web", "--desired-count", "1"])
          .isSuccess)

      let made = try await scaling("register-scalable-target", bounds[0], bounds[1], bounds[2], bounds[3])
      #expect(made.text.contains("\"ScalableTargetARN\": \"arn:aws:application-autoscaling:"), "\(made.text)")
      let service = try await aws(["ecs", "describe-services", "--services", "web"])
      #expect(service.text.contains("\"desiredCount\": 3"), "\(service.text)")
      let tracking =
        #"{"TargetValue": 60, "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}}"#
      let policy = try await scaling(
        "put-scaling-policy", "--policy-name", "cpu", "--policy-type", "TargetTrackingScaling",
        "--target-tracking-scaling-policy-configuration", tracking)
      #expect(policy.text.contains("TargetTracking-service/default/web-AlarmLow-"), "\(policy.text)")
      let action = try await scaling(
        "put-scheduled-action", "--scheduled-action-name", "night", "--schedule", "cron(0 22 * * ? *)", "--start-time",
        "2027-01-01T00:00:00", "--scalable-target-action", "MinCapacity=0,MaxCapacity=0")
      #expect(action.isSuccess, "\(action.text)")
      #expect(try await scaling("describe-scheduled-actions").text.contains("\"ScheduledActionName\": \"night\""))
      #expect(try await scaling("describe-scaling-policies").text.contains("\"TargetValue\": 60.0"))
      #expect(try await scaling("describe-scaling-activities").text.contains("minimum capacity was set to 3"))
      #expect(try await scaling("deregister-scalable-target").isSuccess)
      #expect(try await scaling("deregister-scalable-target").text.contains("(ObjectNotFoundException)"))
      #expect(try await scaling("describe-scaling-policies").text.contains("\"ScalingPolicies\": []"))
    }
  }

  @Test("boto3 keeps objects and their versions, lists them, is refused by name, and assumes roles")
  func versions() async throws {
    try await Served.running { address in
      let result = try await Served.python("objects.py", "http://\(address)")
      #expect(result.isSuccess, "\(result.text)")
    }
  }

  @Test("A connection is answered by single writes, for this machine's names, within limits")
  func connections() async throws {
    try await Served.running { address in
      let result = try await Served.python("connections.py", address.host, "\(address.port)")
      #expect(result.isSuccess, "\(result.text)")
    }
  }

  @Test("The set-up of a bucket for states works as it is documented")
  func setUp() async throws {
    try await Served.running { address in
      func s3(_ words: String...) async throws -> Served.Output { try await Served.aws(["s3api"] + words, at: address) }
      let bucket = ["--bucket", "acme-reconcile-state"]
      let place = ["--create-bucket-configuration", "LocationConstraint=eu-west-1"]
      let made = try await Served.aws(["s3api", "create-bucket"] + bucket + place, at: address)
      #expect(made.isSuccess, "\(made.text)")
      let enabled = ["--versioning-configuration", "Status=Enabled"]
      let set = try await Served.aws(["s3api", "put-bucket-versioning"] + bucket + enabled, at: address)
      #expect(set.isSuccess, "\(set.text)")
      #expect(try await s3("get-bucket-versioning", "--bucket", "acme-reconcile-state").text.contains("\"Enabled\""))
      let absent = try await s3("put-bucket-versioning", "--bucket", "absent", "--versioning-configuration", "Status=Enabled")
      #expect(absent.text.contains("(NoSuchBucket)"))
      #expect(try await s3("put-object", "--bucket", "absent", "--key", "k").text.contains("(NoSuchBucket)"))
    }
  }

  @Test("Objects are kept under conditions, by the aws program")
  func objects() async throws {
    let file = FileManager.default.temporaryDirectory.path + "/served-\(UInt64.random(in: 0 ... .max)).json"
    defer { try? FileManager.default.removeItem(atPath: file) }
    let text = "{\"größe\": \"😀 <&>\"}\n"
    try Data(text.utf8).write(to: URL(filePath: file))
    try await Served.running { address in
      func s3(_ command: String, _ options: String...) async throws -> Served.Output {
        try await Served.aws(["s3api", command, "--bucket", "states"] + options, at: address)
      }
      let key = ["--key", "envs/a b+c.json"]
      func put(_ options: String...) async throws -> Served.Output {
        try await Served.aws(["s3api", "put-object", "--bucket", "states", "--body", file] + key + options, at: address)
      }
      #expect(try await put().text.contains("(NoSuchBucket)"))
      let place = ["--create-bucket-configuration", "LocationConstraint=eu-west-1"]
      #expect(try await s3("create-bucket").text.contains("(IllegalLocationConstraintException)"))
      #expect(try await s3("create-bucket", place[0], place[1]).isSuccess)
      #expect(try await s3("create-bucket", place[0], place[1]).text.contains("(BucketAlreadyOwnedByYou)"))
      #expect(try await s3("head-object", key[0], key[1]).text.contains("(404)"))

      let made = try await put("--if-none-match", "*")
      let tag = try #require(made.text.firstMatch(of: #/[0-9a-f]{32}/#), "\(made.text)").output
      #expect(try await put("--if-none-match", "*").text.contains("(PreconditionFailed)"))
      #expect(try await put("--if-match", "\"other\"").text.contains("(PreconditionFailed)"))
      #expect(try await put("--if-match", "\"\(tag)\"").isSuccess)

      let head = try await s3("head-object", key[0], key[1])
      #expect(head.text.contains("\"ContentLength\": \(text.utf8.count)"), "\(head.text)")
      #expect(try await s3("get-object", key[0], key[1], "/dev/stdout").text.contains(text))
      #expect(try await s3("get-object", key[0], key[1], "--if-none-match", "\"\(tag)\"", "/dev/null").text.contains("(304)"))
      #expect(try await s3("get-object", "--key", "nothing", "/dev/null").text.contains("(NoSuchKey)"))
      #expect(try await s3("delete-object", key[0], key[1]).isSuccess)
      #expect(try await s3("get-object", key[0], key[1], "/dev/null").text.contains("(NoSuchKey)"))
      #expect(try await s3("list-objects-v2").text.contains("envs/a b+c.json") == false)
    }
  }

  @Test("A scenario strikes whom it names")
  func scenario() async throws {
    let refusal = FaultPlan.Fault.refuse(code: "AccessDeniedException", message: "no")
    let faults = FaultPlan([FaultPlan.Rule(refusal, operation: "ecs:ListClusters")])
    try await Served.running(scenario: Scenario(faults: faults)) { address in
      let result = try await Served.aws(["ecs", "list-clusters"], at: address)
      #expect(!result.isSuccess)
      #expect(result.text.contains("An error occurred (AccessDeniedException) when calling the ListClusters operation: no"))
    }
  }

  @Test("A port that is taken is said to be")
  func takenPort() async throws {
    try await Served.running { address in
      let second = try SimulatedServer(SimulatedServer.Options(address: address))
      let error = await Served.error(of: { () async throws(SimulatedServerError) in
        try await second.run { _ in Issue.record("it listens") }
      })
      #expect(error == .cannotListen(address, reason: "address already in use"))
    }
  }

  @Test("A cloud in a file goes on where it was, for its own account")
  func file() async throws {
    let path = FileManager.default.temporaryDirectory.path + "/served-\(UInt64.random(in: 0 ... .max)).sqlite"
    defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
    try await Served.running(cloud: path) { address in
      let made = try await Served.aws(["ecs", "create-cluster", "--cluster-name", "kept"], at: address)
      #expect(made.isSuccess, "\(made.text)")
    }
    try await Served.running(cloud: path) { address in
      let result = try await Served.aws(["ecs", "list-clusters", "--output", "text"], at: address)
      #expect(result.text.contains("arn:aws:ecs:eu-west-1:111111111111:cluster/kept"))
      let other = try await Served.aws(["ecs", "list-clusters", "--output", "text"], at: address, account: "222222222222")
      #expect(!other.text.contains("kept"))
    }
  }
}

/// A server for the time of one test, and programs of `.venv`.
enum Served {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  static var isInstalled: Bool {
    ["python", "aws"].allSatisfy { FileManager.default.isExecutableFile(atPath: "\(root)/.venv/bin/\($0)") }
  }

  static func running(
    cloud: String? = nil, scenario: Scenario = Scenario(), speed: Double = 1,
    _ work: @escaping @Sendable (ListenAddress) async throws -> Void
  ) async throws {
    var options = SimulatedServer.Options(address: try #require(ListenAddress("127.0.0.1:0")))
    options.cloud = cloud
    options.scenario = scenario
    options.speed = speed
    let server = try SimulatedServer(options)
    let (addresses, heard) = AsyncStream<ListenAddress>.makeStream()
    let running = Task {
      defer { heard.finish() }
      try await server.run { heard.yield($0) }
    }
    for await address in addresses {
      let result: Result<Void, any Error>
      do { result = .success(try await work(address)) } catch { result = .failure(error) }
      await server.stop()
      try await running.value
      return try result.get()
    }
    try await running.value
    Issue.record("the server ended before it listened")
  }

  static func error<Problem: Error>(of work: () async throws(Problem) -> Void) async -> Problem? {
    do { try await work() } catch { return error }
    return nil
  }

  struct Output: Sendable {
    var isSuccess: Bool
    /// Both outputs.
    var text: String
  }

  static func python(_ script: String, _ arguments: String...) async throws -> Output {
    try await run("\(root)/.venv/bin/python", ["\(root)/Tests/Tools/Served/\(script)"] + arguments)
  }

  static func aws(_ arguments: [String], at address: ListenAddress, account: String = "AKIAEXAMPLE") async throws -> Output {
    try await run(
      "\(root)/.venv/bin/aws", arguments,
      [
        "AWS_ENDPOINT_URL": "http://\(address)", "AWS_ACCESS_KEY_ID": account, "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-1", "AWS_CONFIG_FILE": "/nowhere/config",
        "AWS_SHARED_CREDENTIALS_FILE": "/nowhere/credentials", "AWS_MAX_ATTEMPTS": "1",
      ])
  }

  private static func run(_ program: String, _ arguments: [String], _ variables: [String: String] = [:]) async throws -> Output {
    let updates = variables.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) }
    let result = try await Subprocess.run(
      .path(FilePath(program)), arguments: Arguments(arguments),
      environment: .inherit.updating(Dictionary(updates, uniquingKeysWith: { first, _ in first })),
      output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
    return Output(
      isSuccess: result.terminationStatus.isSuccess, text: result.standardOutput + result.standardError)
  }
}
