import TestSupport
import Testing

@Suite struct SizeRulesTests {
  @Test("tasks have sizes that ECS offers", arguments: examples) func tasksHaveSizesThatECSOffers(_ example: RuleExample) throws {
    try example.verify()
  }

  private static let fargate = #""requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "#

  static let examples: [RuleExample] = [
    .fargate("a size that Fargate offers"),
    .container("the same size with units", "\"cpu\": 10", task: #"\#(fargate) "cpu": ".25 vCPU", "memory": "0.5 GB""#),
    RuleExample(
      "Fargate without a size",
      [
        "task-definitions/app.json":
          #"1️⃣{"family": "app", \#(fargate) "containerDefinitions": [{"name": "web", "image": "nginx"}]}"#
      ],
      "1️⃣ error fargate-size: a task for Fargate needs \"cpu\"", "1️⃣ error fargate-size: a task for Fargate needs \"memory\""),
    .container(
      "memory that does not go with the CPU units", "\"cpu\": 10", task: #"\#(fargate) "cpu": "512", "memory": 1️⃣"512""#,
      "1️⃣ error fargate-size: \"memory\" is 512; Fargate offers 1024, 2048, 3072, 4096 with 512 CPU units"),
    .container(
      "CPU units that Fargate does not offer", "\"cpu\": 10", task: #"\#(fargate) "cpu": 1️⃣"300", "memory": "512""#,
      "1️⃣ error fargate-size: \"cpu\" is 300; Fargate offers 256, 512, 1024"),
    .container(
      "a size that is newer than the table", "\"cpu\": 10", task: #"\#(fargate) "cpu": "32768", "memory": 1️⃣"65536""#,
      "1️⃣ warning fargate-size"),
    .container(
      "a unit that ECS does not know", "\"cpu\": 10", task: #""cpu": "256", "memory": 1️⃣"512Mi""#,
      "1️⃣ error size-format: \"memory\" is no number of MiB"),
    .container(
      "a word as size", "\"cpu\": 10", task: #""cpu": 1️⃣"half", "memory": "512""#,
      "1️⃣ error size-format: \"cpu\" is no number of CPU units"),
    .container(
      "too few CPU units outside of Fargate", "\"cpu\": 10", task: #""cpu": 1️⃣64, "memory": "512""#, "1️⃣ error size-format"),
    .container(
      "a number beyond all sizes", "\"cpu\": 10", task: #""cpu": 1️⃣-9223372036854775808, "memory": "512""#, "1️⃣ error size-format"),
    .definition(
      "no memory at all", #""containerDefinitions": [1️⃣{"name": "web", "image": "nginx"}]"#,
      "1️⃣ error memory-missing: container \"web\" has neither \"memory\" nor \"memoryReservation\""),
    .definition("memory of the task", #""memory": "512", "containerDefinitions": [{"name": "web", "image": "nginx"}]"#),
    .container(
      "more reserved than allowed", #""memory": 256, "memoryReservation": 1️⃣512"#,
      "1️⃣ error memory-reservation: container \"web\" reserves 512 MiB and may use 256"),
    .container("as much reserved as allowed", #""memory": 256, "memoryReservation": 256"#),
    .container(
      "a container larger than its task", #""memory": 1️⃣1024"#, task: #""memory": "512""#,
      "1️⃣ error task-capacity: container \"web\" has 1024 MiB; the task has 512"),
    .container(
      "containers that reserve less than they may use", #""memory": 512, "memoryReservation": 128"#, task: #""memory": "512""#),
    .definition(
      "containers larger than their task together",
      #""memory": 1️⃣"512", "containerDefinitions": [{"name": "a", "image": "x", "memory": 300}, {"name": "b", "image": "x", "memory": 300}]"#,
      "1️⃣ error task-capacity: the containers reserve 600 MiB; the task has 512"),
    .container(
      "more CPU units than the task", #""cpu": 300"#, task: #""cpu": 1️⃣"256", "memory": "512""#,
      "1️⃣ error task-capacity: the containers ask for 300 CPU units; the task has 256"),
    .fargate("ephemeral storage on Fargate", task: #""ephemeralStorage": {"sizeInGiB": 40}"#),
    .container(
      "ephemeral storage elsewhere", "\"cpu\": 10",
      task: #""requiresCompatibilities": ["EC2"], 1️⃣"ephemeralStorage": {"sizeInGiB": 40}"#, "1️⃣ error ephemeral-storage"),
    .fargate(
      "too little of it", task: #""ephemeralStorage": {"sizeInGiB": 1️⃣20}"#,
      "1️⃣ error value-out-of-range: \"sizeInGiB\" is 20; AWS takes 21 to 200"),
    .container(
      "Windows on ARM with Linux parameters", #"2️⃣"linuxParameters": {"initProcessEnabled": true}"#,
      task: #""runtimePlatform": {"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE", "cpuArchitecture": 1️⃣"ARM64"}"#,
      "1️⃣ error windows-unsupported", "2️⃣ error windows-unsupported: Windows containers have no \"linuxParameters\""),
    .fargate(
      "a GPU on Fargate", container: #""resourceRequirements": [{"type": 1️⃣"GPU", "value": "1"}]"#,
      "1️⃣ error accelerators: Fargate has no GPUs"),
    .container("no GPUs", #""resourceRequirements": [{"type": "GPU", "value": 1️⃣"0"}]"#, "1️⃣ error accelerators"),
    .container("a GPU", #""resourceRequirements": [{"type": "GPU", "value": "1"}]"#),
    .container(
      "Elastic Inference", "\"cpu\": 10", task: #"1️⃣"inferenceAccelerators": [{"deviceName": "a", "deviceType": "eia2.medium"}]"#,
      "1️⃣ error accelerators"),
  ]
}
