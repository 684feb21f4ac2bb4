import TestSupport
import Testing

@Suite struct StorageRulesTests {
  @Test("volumes are there and of one kind", arguments: examples) func volumesAreThereAndOfOneKind(_ example: RuleExample) throws
  {
    try example.verify()
  }

  private static func mount(_ name: String) -> String {
    #""mountPoints": [{"sourceVolume": \#(name), "containerPath": "/data"}]"#
  }
  private static let efs = #""name": "data", "efsVolumeConfiguration""#

  static let examples: [RuleExample] = [
    .container("a volume that is there", mount("\"data\""), task: #""volumes": [{"name": "data"}]"#),
    .container(
      "a volume that is not", mount("1️⃣\"date\""), task: #""volumes": [{"name": "data"}]"#,
      "1️⃣ error volume-not-defined: no volume is named \"date\""),
    .container(
      "volumes of nobody", #""volumesFrom": [{"sourceContainer": 1️⃣"db"}]"#,
      "1️⃣ error volume-not-defined: no container is named \"db\""),
    .container("volumes of itself", #""volumesFrom": [{"sourceContainer": 1️⃣"web"}]"#, "1️⃣ error volume-not-defined"),
    .container(
      "one path twice",
      #""mountPoints": [{"sourceVolume": "a", "containerPath": "/x"}, {"sourceVolume": "a", "containerPath": 1️⃣"/x"}]"#,
      task: #""volumes": [{"name": "a"}]"#, "1️⃣ error duplicate-mount-path: container \"web\" mounts \"/x\" twice"),
    .container(
      "one volume twice", "\"cpu\": 10", task: #""volumes": [{"name": "a"}, {"name": 1️⃣"a"}]"#,
      "1️⃣ error duplicate-element: \"volumes\" has \"a\" twice"),
    .container("a volume's name with a slash", "\"cpu\": 10", task: #""volumes": [{"name": 1️⃣"my/vol"}]"#, "1️⃣ error invalid-name"),
    .container(
      "two kinds of volume", "\"cpu\": 10",
      task: #""volumes": [{"name": "a", "host": {"sourcePath": "/x"}, 1️⃣"efsVolumeConfiguration": {"fileSystemId": "fs-1"}}]"#,
      "1️⃣ error volume-kind: a volume has \"host\", \"efsVolumeConfiguration\"; it can only be one of them"),
    .fargate(
      "a Docker volume on Fargate", task: #""volumes": [{"name": "a", 1️⃣"dockerVolumeConfiguration": {}}]"#,
      "1️⃣ error volume-kind: Fargate has no Docker volumes"),
    .fargate(
      "a path of the host on Fargate", task: #""volumes": [{"name": "a", "host": {1️⃣"sourcePath": "/x"}}]"#,
      "1️⃣ error volume-kind: Fargate has no paths of a host"),
    .fargate("an empty host on Fargate", task: #""volumes": [{"name": "a", "host": {}}]"#),
    .container(
      "autoprovision without scope", "\"cpu\": 10",
      task: #""volumes": [{"name": "a", "dockerVolumeConfiguration": {"autoprovision": 1️⃣true}}]"#, "1️⃣ error volume-kind"),
    .container(
      "an EFS volume", "\"cpu\": 10", task: #""volumes": [{\#(efs): {"fileSystemId": "fs-0a", "rootDirectory": "/x"}}]"#),
    .container(
      "an EFS volume without id", "\"cpu\": 10", task: #""volumes": [{\#(efs): {"fileSystemId": 1️⃣"data"}}]"#,
      "1️⃣ error efs-volume: \"data\" is no file system"),
    .container(
      "an access point without encryption", "\"cpu\": 10",
      task: #""volumes": [{\#(efs): {"fileSystemId": "fs-0a", "authorizationConfig": {"accessPointId": 1️⃣"fsap-1"}}}]"#,
      "1️⃣ error efs-volume: an access point needs encrypted transfer"),
    .container(
      "an access point with a directory", "\"cpu\": 10",
      task:
        #""volumes": [{\#(efs): {"fileSystemId": "fs-0a", "transitEncryption": "ENABLED", "rootDirectory": 1️⃣"/x", "authorizationConfig": {"accessPointId": "fsap-1"}}}]"#,
      "1️⃣ error efs-volume"),
    .container(
      "a volume for launch that nobody mounts", "\"cpu\": 10",
      task: #""volumes": [{"name": 1️⃣"data", "configuredAtLaunch": true}]"#, "1️⃣ error launch-volume: no container mounts \"data\""),
    .container("a volume for launch", mount("\"data\""), task: #""volumes": [{"name": "data", "configuredAtLaunch": true}]"#),
  ]
}
