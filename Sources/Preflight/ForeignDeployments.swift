package import Diagnostics
import JSONDocument
package import Planning
import Resources

extension Plan {
  /// Services that this plan would have ECS deploy and whose deployments somebody else makes: ECS refuses that.
  ///
  /// UpdateService: "Use AWS CodeDeploy to trigger a new deployment"; with EXTERNAL, task sets carry the revision.
  package func foreignDeployments(_ severity: Diagnostic.Severity) -> [Diagnostic] {
    changes.compactMap { change in
      guard change.address.kind == .service, change.action == .update, change.rollout == .awaited,
        let service = change.after, let (who, fix) = Self.advice(ServiceDocument(service).deploymentController)
      else { return nil }
      return Diagnostic(
        severity, "foreign-deployment-controller",
        "\(change.address) gets no deployments from ECS: its deployment controller is \(ServiceDocument(service).deploymentController.name)",
        details: ["\(who) An apply of this plan is refused before anything is changed."], fix: fix)
    }
  }

  private static func advice(_ controller: DeploymentController) -> (who: String, fix: String)? {
    let leave = "an `ignore` rule for the service's taskDefinition leaves its revision to them"
    return switch controller {
    case .codeDeploy:
      (
        "CodeDeploy makes its deployments.",
        "deploy with `aws deploy create-deployment`, or recreate the service with the controller ECS and the strategy BLUE_GREEN; \(leave)"
      )
    case .external: ("Task sets that another program makes run in it.", "deploy with that program; \(leave)")
    case .ecs, .other: nil
    }
  }
}
