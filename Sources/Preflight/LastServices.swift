package import Diagnostics
package import Planning
package import Resources

extension Plan {
  /// That this plan deletes every service of the environment, which is nearly always a mistake of the files: a merge, a
  /// checkout, a folder with another name. Whoever means it destroys the environment, or names what is to go.
  package func lastServices(of desired: DesiredState) -> [Diagnostic] {
    guard !isDestroy, targets.isEmpty, !desired.resources.contains(where: { $0.identity.kind == .service }) else { return [] }
    let deleted = changes.filter { $0.action == .delete && $0.identity.kind == .service }.map(\.address)
    guard deleted.count > 1 else { return [] }
    let directory = desired.environment.directory
    let folder = "\(directory)/\(ResourceKind.service.folder)"
    return [
      Diagnostic(
        .warning, "deletes-every-service",
        deleted.count == 1
          ? "the plan deletes the only service of \(directory)"
          : "the plan deletes all \(deleted.count) services of \(directory)",
        details: ["No file is left in \(folder)/. Nothing of the environment would run any more."],
        fix: "look whether files are missing in \(folder)/; `reconcile destroy \(directory)` deletes all that is recorded")
    ]
  }
}
