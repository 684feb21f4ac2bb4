import Diagnostics
import JSONDocument

struct DependencyCycle: TaskDefinitionRule {
  let code = "dependency-cycle"
  let severity = Diagnostic.Severity.error
  let summary = "containers do not wait for each other in a circle"
  let source = "ECS API reference, ContainerDefinition dependsOn and links: the order of starting follows them"

  func check(_ definition: TaskDefinitionView, _ findings: inout Findings) {
    check(definition, "dependsOn", &findings) { container in
      container.json.objects("dependsOn").compactMap { $0.text("containerName") }
    }
    guard definition.mode == "bridge" else { return }
    check(definition, "links", &findings) { container in
      container.json.texts("links").compactMap { $0.text.split(separator: ":").first.map(String.init) }.filter {
        $0 != container.name
      }
    }
  }

  private func check(
    _ definition: TaskDefinitionView, _ member: String, _ findings: inout Findings, next: (ContainerView) -> [String]
  ) {
    var done = Set<String>()
    for container in definition.containers {
      guard let name = container.name else { continue }
      var path: [String] = []
      if let cycle = Self.cycle(from: name, &path, &done, definition, next) {
        let first = definition.byName[cycle[0]]
        findings.add(
          "containers wait for each other: \((cycle + [cycle[0]]).joined(separator: " → "))",
          at: first?.json[member] ?? container.json)
      }
    }
  }

  /// The first cycle on the way from `name`. Every container is walked once.
  private static func cycle(
    from name: String, _ path: inout [String], _ done: inout Set<String>, _ definition: TaskDefinitionView,
    _ next: (ContainerView) -> [String]
  ) -> [String]? {
    if let start = path.firstIndex(of: name) { return Array(path[start...]) }
    guard let container = definition.byName[name], done.insert(name).inserted else { return nil }
    path.append(name)
    for target in next(container) {
      if let cycle = cycle(from: target, &path, &done, definition, next) { return cycle }
    }
    path.removeLast()
    return nil
  }
}
