import Diagnostics
import JSONDocument

struct LaunchVolume: TaskDefinitionRule {
  let code = "launch-volume"
  let severity = Diagnostic.Severity.error
  let summary = "at most one volume is configured at launch, and a container mounts it"
  let source = "RegisterTaskDefinition: \"Volumes [data] are not referenced by any of the containers.\""

  func check(_ definition: TaskDefinitionView, _ findings: inout Findings) {
    let volumes = definition.attributes.objects("volumes").filter { $0["configuredAtLaunch"]?.boolValue == true }
    for volume in volumes.dropFirst() {
      findings.add("only one volume can be configured at launch", at: volume["configuredAtLaunch"], fix: "remove it")
    }
    guard let volume = volumes.first, let name = volume.text("name") else { return }
    let isMounted = definition.containers.contains { container in
      container.json.objects("mountPoints").contains {
        $0["sourceVolume"]?.stringValue == name || $0["sourceVolume"]?.isOpen == true
      }
    }
    if !isMounted {
      findings.add("no container mounts \"\(name)\"", at: volume["name"], fix: "add it to the \"mountPoints\" of a container")
    }
  }
}
