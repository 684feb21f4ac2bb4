package import Diagnostics
package import Planning
package import Resources

extension Plan {
  /// Services that run images which were pushed and would get the bootstrap tag, which says that nothing was: their new tasks
  /// cannot start. A fresh tag map that was copied over a running environment asks for that. Who means it names the service.
  package func bootstrapsOverRunning(of desired: DesiredState) -> [Diagnostic] {
    let links = Dictionary(
      desired.resources.map { ($0.address, $0.taskDefinitionLink) }, uniquingKeysWith: { first, _ in first })
    let running = Dictionary(changes.map { ($0.address, $0.before) }, uniquingKeysWith: { first, _ in first })
    return changes.compactMap { change in
      guard change.identity.kind == .service, case .bootstrap(let tag)? = change.rollout, !targets.contains(change.address),
        change.action == .update || change.action == .replace, let before = change.revision?.before,
        change.before.flatMap({ ServiceDocument($0).desiredCount }) != 0,
        change.fields.contains(where: { $0.path == .revision })
      else { return nil }
      let definition = links[change.address].flatMap { $0 }.flatMap { running[$0] }.flatMap { $0 }
      if let definition, TaskDefinitionDocument(definition).images.contains(where: desired.isBootstrap) { return nil }
      return Diagnostic(
        .error, "bootstrap-over-running",
        "\(change.address) runs \(before), and the plan sets it back to the bootstrap tag \"\(tag)\"",
        details: ["That tag says that nothing was pushed yet: the new tasks could not start."],
        fix: "write a tag that was pushed into the tag map, or name the service if you mean it: -target \(change.address)")
    }
  }
}
