import Diagnostics
import JSONDocument

struct VolumeKind: TaskDefinitionRule {
  let code = "volume-kind"
  let severity = Diagnostic.Severity.error
  let summary = "a volume is of one kind, and of one that its launch type has"
  let source =
    "ECS API reference, Volume; RegisterTaskDefinition: \"Fargate compatible task definitions do not support dockerVolumeConfiguration\""

  private static let kinds = [
    "dockerVolumeConfiguration", "efsVolumeConfiguration", "s3filesVolumeConfiguration",
    "fsxWindowsFileServerVolumeConfiguration",
  ]

  func check(_ definition: TaskDefinitionView, _ findings: inout Findings) {
    for volume in definition.attributes.objects("volumes") {
      var kinds = Self.kinds.filter { volume[$0] != nil }
      if volume["host"]?.has("sourcePath") == true { kinds.insert("host", at: 0) }
      if kinds.count > 1 {
        findings.add(
          "a volume has \(kinds.quoted); it can only be one of them", at: volume.mark(of: kinds[1]), fix: "remove the others")
      }
      if volume["configuredAtLaunch"]?.boolValue == true, let other = kinds.first {
        findings.add("a volume that is configured at launch has no \"\(other)\"", at: volume.mark(of: other), fix: "remove it")
      }
      if definition.isFargate { checkFargate(volume, definition, &findings) }
      checkDocker(volume["dockerVolumeConfiguration"], &findings)
    }
  }

  private func checkFargate(_ volume: JSON, _ definition: TaskDefinitionView, _ findings: inout Findings) {
    if volume["dockerVolumeConfiguration"] != nil {
      findings.add(
        "Fargate has no Docker volumes", at: volume.mark(of: "dockerVolumeConfiguration"), details: definition.fargateDetails,
        fix: "use \"efsVolumeConfiguration\", or a volume with a name only")
    }
    if let host = volume["host"], host.has("sourcePath") {
      findings.add(
        "Fargate has no paths of a host", at: host.mark(of: "sourcePath"), details: definition.fargateDetails, fix: "remove it")
    }
  }

  private func checkDocker(_ docker: JSON?, _ findings: inout Findings) {
    guard let docker, docker["autoprovision"]?.boolValue == true, docker.text("scope") != "shared" else { return }
    findings.add(
      "\"autoprovision\" is only for volumes with scope shared", at: docker["autoprovision"], fix: "add \"scope\": \"shared\"")
  }
}
