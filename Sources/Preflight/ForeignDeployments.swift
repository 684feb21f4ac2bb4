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
        let controller = change.after?["deploymentController"]?["type"]?.stringValue
      else { return nil }
      let (who, fix) = Self.advice(controller)
      guard let who else { return nil }
      return Diagnostic(
        severity, "foreign-deployment-controller",
        "\(change.address) gets no deployments from ECS: its deployment controller is \(controller)",
        details: ["\(who) An apply of this plan is refused before anything is changed."], fix: fix)
    }
  }

  private static func advice(_ controller: String) -> (who: String?, fix: String?) {
    let leave = "an `ignore` rule for the service's taskDefinition leaves its revision to them"
    return switch controller {
    case "CODE_DEPLOY":
      (
        "CodeDeploy makes its deployments.",
        "deploy with `aws deploy create-deployment`, or recreate the service with the controller ECS and the strategy BLUE_GREEN; \(leave)"
      )
    case "EXTERNAL": ("Task sets that another program makes run in it.", "deploy with that program; \(leave)")
    default: (nil, nil)
    }
  }
}
