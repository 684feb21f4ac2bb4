import Diagnostics
import JSONDocument

struct MountVolumes: ContainerRule {
  let code = "volume-not-defined"
  let severity = Diagnostic.Severity.error
  let summary = "containers mount volumes and take over mounts of containers that the task has"
  let source = "RegisterTaskDefinition: \"Unknown volume 'data'.\"; ECS API reference, MountPoint and VolumeFrom"

  func check(_ container: ContainerView, in definition: TaskDefinitionView, _ findings: inout Findings) {
    let volumes = definition.attributes.objects("volumes")
    for mount in container.json.objects("mountPoints") {
      guard let name = mount.text("sourceVolume"),
        !volumes.contains(where: { $0["name"]?.stringValue == name || $0["name"]?.isOpen == true })
      else { continue }
      findings.add(
        "no volume is named \"\(name)\"", at: mount["sourceVolume"],
        fix: Nearest.name(to: name, among: volumes.compactMap { $0.text("name") }).map { "write \"\($0)\"" }
          ?? "add {\"name\": \"\(name)\"} to \"volumes\"")
    }
    for from in container.json.objects("volumesFrom") {
      guard let name = from.text("sourceContainer") else { continue }
      if name == container.name {
        findings.add("\(container.label) takes volumes from itself", at: from["sourceContainer"], fix: "remove it")
      } else if definition.byName[name] == nil {
        findings.add(
          "no container is named \"\(name)\"", at: from["sourceContainer"],
          fix: Nearest.name(to: name, among: definition.containers.compactMap(\.name)).map { "write \"\($0)\"" })
      }
    }
  }
}
