import Diagnostics
import JSONDocument

struct DuplicateMountPath: ContainerRule {
  let code = "duplicate-mount-path"
  let severity = Diagnostic.Severity.error
  let summary = "a path in a container is mounted once"
  let source = "Docker refuses to start the container: \"Duplicate mount point\""

  func check(_ container: ContainerView, in definition: TaskDefinitionView, _ findings: inout Findings) {
    let temporary = container.json["linuxParameters"]?.objects("tmpfs") ?? []
    var seen = Set<String>()
    for mount in container.json.objects("mountPoints") + temporary {
      guard let path = mount.text("containerPath"), !seen.insert(path).inserted else { continue }
      findings.add("\(container.label) mounts \"\(path)\" twice", at: mount["containerPath"], fix: "remove one of them")
    }
  }
}
