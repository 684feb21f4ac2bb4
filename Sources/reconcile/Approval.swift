import ArgumentParser
import Planning
import Reporting
import Resources

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The question before anything is changed.
struct ApprovalOptions: ParsableArguments {
  @Flag(name: .customLong("auto-approve"), help: "Do not ask.")
  var autoApprove = false

  /// Returns when the answer is yes; otherwise nothing is changed. `operation`: the command, where it is no other one's plan.
  func ask(_ plan: Plan, _ session: Session, of operation: String? = nil) throws {
    if autoApprove { return }
    let operation = operation ?? (plan.isDestroy ? "destroy" : "apply")
    guard isatty(0) == 1, session.format != .json else { throw Self.nobodyToAsk(plan, session.format, operation) }
    let question =
      plan.isDestroy
      ? "Do you really want to destroy all of this?\n  It cannot be undone. Only 'yes' will be accepted to approve."
      : "Do you want to perform these actions?\n  reconcile will do what is described above. Only 'yes' will be accepted to approve."
    let painted = Message(rendered: session.errorStyle.paint(question, .strong))
    Stream.standardError.write("\n\(painted)\n\n  Enter a value: ")
    guard readLine()?.trimmed == "yes" else {
      throw Failure(
        "not-approved", "\(operation) was not approved",
        details: ["Nothing was changed."])
    }
    Stream.standardError.write("\n")
  }

  private static func nobodyToAsk(_ plan: Plan, _ format: OutputFormat, _ operation: String) -> Failure {
    let directory = plan.environment.directory
    let next =
      switch operation {
      case "apply": "add -auto-approve, or save a plan with `reconcile plan -out FILE \(directory)` and apply that"
      case "destroy": "add -auto-approve: `reconcile destroy -auto-approve \(directory)`"
      default: "add -auto-approve"
      }
    return Failure(
      "approval-needed",
      format == .json ? "with -json nobody is asked for approval" : "stdin is not a terminal, so nobody can approve",
      details: ["Nothing was changed."],
      next: next
    )
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
