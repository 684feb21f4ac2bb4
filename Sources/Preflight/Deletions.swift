package import Diagnostics
package import Planning
package import Resources

/// What a plan may delete without being told to.
package enum DeletionGuard: Sendable {
  /// A person looks at the plan: it is said.
  case warns
  /// Nobody is asked: it is refused.
  case refuses
  /// Somebody said that it may.
  case allows
}

extension Plan {
  /// Services that this plan deletes and that nobody named: neither `-target`, nor `destroy`, nor `deletions` of
  /// environment.json. That is often a mistake of the files: a merge, a checkout, a folder with another name.
  ///
  /// What a replacement has left over is no mistake: who agreed to the replacement agreed to that.
  package func unnamedDeletions(of desired: DesiredState, _ deletionGuard: DeletionGuard) -> [Diagnostic] {
    let severity: Diagnostic.Severity
    switch deletionGuard {
    case .allows: return []
    case .warns: severity = .warning
    case .refuses: severity = .error
    }
    guard !isDestroy else { return [] }
    let deleted = changes.filter { $0.action == .delete && $0.identity.kind == .service && !$0.isLeftOver }.map(\.address)
      .filter { address in !targets.contains(address) && !desired.deletions.contains { $0.fits(address) } }
    guard !deleted.isEmpty else { return [] }
    let directory = desired.environment.directory
    let folder = "\(directory)/\(ResourceKind.service.folder)"
    let isLast = !desired.resources.contains { $0.identity.kind == .service }
    let names = deleted.count == 1 ? "\(deleted[0])" : "\(deleted.count) services: \(Self.listed(deleted))"
    return [
      Diagnostic(
        severity, "deletes-services",
        isLast ? "the plan deletes every service of \(directory): \(Self.listed(deleted))" : "the plan deletes \(names)",
        details: [
          isLast ? "No file is left in \(folder)/. Nothing of the environment would run any more." : "Their files are gone."
        ],
        fix:
          "look whether files are missing in \(folder)/; if it is meant, add -allow-deletions, or name them in \"deletions\" of environment.json"
      )
    ]
  }

  /// What `preventDestroy` of environment.json protects and this plan would delete or replace: what an address stands for.
  package func protectedDeletions(of desired: DesiredState) -> [Diagnostic] {
    changes.compactMap { change in
      guard change.action == .delete || change.action == .replace, !change.isLeftOver,
        let pattern = desired.protected.first(where: { $0.fits(change.address) })
      else { return nil }
      let verb = change.action == .delete ? "deletes" : "deletes and makes anew"
      return Diagnostic(
        .error, "deletion-prevented", "the plan \(verb) \(change.address), which \"preventDestroy\" protects",
        details: ["environment.json names it by \"\(pattern.text)\". Nothing of the plan is applied."],
        fix: "put back what is asked for, or take it out of \"preventDestroy\" first")
    }
  }

  private static func listed(_ addresses: [Address]) -> String {
    let shown = addresses.prefix(6).map(\.description).joined(separator: ", ")
    return addresses.count > 6 ? "\(shown) and \(addresses.count - 6) more" : shown
  }
}
