import JSONDocument
import Loading
import Resources
import TestSupport
import Testing

@Suite("Files under tasks/")
struct OneOffTaskTests {
  private static func files(_ task: String, mode: String = "bridge") -> [String: String] {
    [
      "services/api.json": #"{"desiredCount": 1, "launchType": "EC2"}"#,
      "services/worker-a.json": #"{"desiredCount": 1, "launchType": "EC2", "taskDefinition": "api"}"#,
      "task-definitions/api.json": """
      {"family": "team-api", "containerDefinitions": [
        {"name": "web", "image": "team/api:1", "memory": 64}, {"name": "log", "image": "team/log:1", "memory": 64}]}
      """,
      "task-definitions/net.json": """
      {"family": "net", "networkMode": "awsvpc", "containerDefinitions": [{"name": "web", "image": "team/api:1", "memory": 64}]}
      """,
      "services/net.json": """
      {"desiredCount": 1, "launchType": "EC2", "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-1"]}}}
      """,
      "tasks/migrate.json": task,
    ]
  }

  private static func load(_ task: String) throws -> (Resource, OneOffTask) {
    let desired = try #require(try MarkedEnvironment(files(task)).load().environment?.desired)
    let address = Address(.oneOffTask, "migrate")
    return (
      try #require(desired.resources.first { $0.address == address }), try #require(desired.tasks[address])
    )
  }

  @Test("What is left out is filled in")
  func defaults() throws {
    let (resource, task) = try Self.load(
      #"{"taskDefinition": "api", "overrides": {"containerOverrides": [{"name": "web", "command": ["m"]}]}}"#)
    #expect(resource.identity == ResourceIdentity(.oneOffTask, name: "migrate", scope: "default"))
    #expect(resource.taskDefinitionLink == Address(.taskDefinition, "api"))
    #expect(resource.attributes["cluster"] == "default")
    #expect(
      task
        == OneOffTask(
          container: "web", before: ["api", "net", "worker-a"].map { Address(.service, $0) }, timeout: 1800, onTimeout: .leave))
  }

  @Test("What is said holds, and is no part of RunTask's input")
  func said() throws {
    let (resource, task) = try Self.load(
      """
      {"taskDefinition": "team-api", "cluster": "other",
       "reconcile": {"container": "log", "before": ["worker-*"], "runs": "always", "timeout": 9, "onTimeout": "stop"}}
      """)
    #expect(resource.identity.scope == "other")
    #expect(resource.attributes["reconcile"] == nil)
    #expect(
      task
        == OneOffTask(
          container: "log", occasion: .always, before: [Address(.service, "worker-a")], timeout: 9, onTimeout: .stop))
  }

  @Test("It runs where a service runs that it is like, but for what it says itself")
  func like() throws {
    let (resource, task) = try Self.load(
      #"{"taskDefinition": "net", "platformVersion": "1.4.0", "reconcile": {"like": "net", "runs": "by-hand"}}"#)
    #expect(resource.attributes["launchType"] == "EC2")
    #expect(resource.attributes["networkConfiguration"] == ["awsvpcConfiguration": ["subnets": ["subnet-1"]]])
    #expect(resource.attributes["platformVersion"] == "1.4.0")
    #expect(task.before.isEmpty)
  }

  @Test(
    "What is wrong with them",
    arguments: [
      (
        #"1️⃣{"taskDefinition": "api"}"#,
        "1️⃣ error task-invalid: it is not said which container decides how the task ended"
      ),
      (
        #"{"taskDefinition": "api", "reconcile": {"container": 1️⃣"wbe"}}"#,
        #"1️⃣ error task-invalid: the task definition has no container "wbe""#
      ),
      (
        #"{"taskDefinition": "api", "overrides": {"containerOverrides": [{"name": 1️⃣"x"}]}, "reconcile": {"container": "web"}}"#,
        #"1️⃣ error task-invalid: the task definition has no container "x""#
      ),
      (
        #"{"taskDefinition": "net", "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-1"]}}, "reconcile": {"before": [1️⃣"apy"]}}"#,
        #"1️⃣ error task-invalid: no service is called "apy""#
      ),
      (
        #"{"taskDefinition": "net", "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-1"]}}, "reconcile": {"before": [1️⃣"x-*"]}}"#,
        #"1️⃣ warning task-before-nothing: "x-*" fits no service of this environment"#
      ),
      (
        #"1️⃣{"taskDefinition": "net"}"#,
        #"1️⃣ error task-invalid: the task needs a "networkConfiguration": it runs in network mode awsvpc"#
      ),
      (
        #"{"taskDefinition": 1️⃣"ap", "reconcile": {"container": "web"}}"#,
        #"1️⃣ error task-invalid: no file here describes the task definition "ap""#
      ),
      (
        #"1️⃣{"reconcile": {"container": "web"}}"#, "1️⃣ error task-invalid: the task names no task definition"
      ),
      (
        #"{"taskDefinition": "api", 1️⃣"clientToken": "x", "reconcile": {"container": "web"}}"#,
        #"1️⃣ error task-invalid: "clientToken" is not for files: reconcile makes one for each run, by which it finds the task again"#
      ),
      (
        #"{"taskDefinition": "api", "count": 1️⃣2, "reconcile": {"container": "web"}}"#,
        "1️⃣ error task-invalid: a one-off task is one task"
      ),
      (
        #"{"taskDefinition": "api", "reconcile": {"container": "web", "timeout": 1️⃣0}}"#,
        #"1️⃣ error task-invalid: "timeout" is 0; it is a number of seconds from 1 to 604800"#
      ),
      (
        #"{"taskDefinition": "api", "reconcile": {"container": "web", "runs": "by-hand", 1️⃣"before": ["api"]}}"#,
        "1️⃣ error task-invalid: a task that is run by hand runs before no service"
      ),
      (
        #"{"taskDefinition": "api", "reconcile": {"container": "web", "like": 1️⃣"apu"}}"#,
        #"1️⃣ error task-invalid: no service is called "apu""#
      ),
      (
        #"{"taskDefinition": "api", "reconcile": {"container": "web", 1️⃣"timout": 5}}"#,
        #"1️⃣ error misspelt-member: there is no member "timout" here"#
      ),
      (
        #"{"taskDefinition": "api", "reconcile": {"container": "web", "runs": 1️⃣"often"}}"#,
        #"1️⃣ error wrong-value: "runs" cannot be "often""#
      ),
    ])
  func findings(task: String, wanted: String) throws {
    #expect(try MarkedEnvironment(Self.files(task)).findings == [wanted])
  }

  @Test("An overlay changes the command of a base's task")
  func overlay() throws {
    var files = Self.files(
      #"{"overrides": {"containerOverrides": [{"name": "web", "command": ["migrate", "--fast"]}]}}"#)
    files["environment.json"] =
      #"{"extends": "base", "provider": {"name": "simulated-aws", "region": "eu-west-1", "accountId": "111111111111"}}"#
    files["base/tasks/migrate.json"] = """
      {"taskDefinition": "api", "overrides": {"containerOverrides": [
        {"name": "web", "command": ["migrate"], "environment": [{"name": "A", "value": "1"}]}]}}
      """
    let desired = try #require(try MarkedEnvironment(files).load().environment?.desired)
    let task = try #require(desired.resources.first { $0.identity.kind == .oneOffTask })
    #expect(
      task.attributes["overrides"]?.unmarked == [
        "containerOverrides": [
          ["name": "web", "command": ["migrate", "--fast"], "environment": [["name": "A", "value": "1"]]]
        ]
      ])
  }
}
