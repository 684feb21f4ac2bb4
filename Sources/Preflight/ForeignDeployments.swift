package import Diagnostics
import JSONDocument
package import Planning
import Resources

extension Plan {
  /// Services that this plan would have ECS deploy and whose deployments somebody else makes: ECS refuses that.
  ///
  /// UpdateService: "Use AWS CodeDeploy to trigger a new deployment"; with EXTERNAL, task sets carry the revision, and
  /// CreateService refuses one, too ("TaskDefinition must be blank").
  package func foreignDeployments(_ severity: Diagnostic.Severity) -> [Diagnostic] {
    changes.compactMap { change in
      guard change.address.kind == .service, change.rollout == .awaited, let service = change.after else { return nil }
      let controller = ServiceDocument(service).deploymentController
      let isRefused =
        switch change.action {
        case .update: true
        case .create, .replace: controller == .external && change.revision != nil
        case .delete, .adopt, .forget, .run, .noOp: false
        }
      guard isRefused, let (who, fix) = Self.advice(controller, change.action) else { return nil }
      return Diagnostic(
        severity, "foreign-deployment-controller",
        "\(change.address) gets no deployments from ECS: its deployment controller is \(ServiceDocument(service).deploymentController.name)",
        details: ["\(who) An apply of this plan is refused before anything is changed."], fix: fix)
    }
  }

  private static func advice(_ controller: DeploymentController, _ action: Action) -> (who: String, fix: String)? {
    if action != .update {
      return (
        "Task sets that another program makes run in it, and ECS refuses a task definition for the service itself.",
        "let that program make the service, or give it the deployment controller ECS"
      )
    }
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
