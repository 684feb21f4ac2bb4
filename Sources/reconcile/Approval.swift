import ArgumentParser
import Diagnostics
import Engine
import JSONDocument
import Loading
import Planning
import Platform
import Recording
import Releasing
import Reporting
import Resources

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Of every command that changes what runs.
struct WindowOptions: ParsableArguments {
  @Option(
    name: .customLong("override-window"),
    help: ArgumentHelp(
      "Do it although no window of environment.json is open; the reason is written into the history.", valueName: "reason"))
  var overrideWindow: String?

  func validate() throws {
    if overrideWindow?.allSatisfy(\.isWhitespace) == true { throw ValidationError("-override-window needs a reason in words.") }
  }

  /// Throws after saying why when no window is open.
  func clear(_ reconciler: Reconciler, _ session: Session) async throws -> Clearance {
    let request = ClearanceRequest(.asked, who: session.processEnvironment.who, windowOverride: overrideWindow)
    return try await session.checked(reconciler.clearance(request))
  }
}

extension Session {
  func checked(_ clearance: Clearance) throws -> Clearance {
    report(clearance.findings)
    if clearance.findings.hasErrors { throw ExitStatus.error }
    return clearance
  }
}

/// The question before anything is changed, and the rules of the environment before that.
struct ApprovalOptions: ParsableArguments {
  @Flag(name: .customLong("auto-approve"), help: "Do not ask.")
  var autoApprove = false
  @OptionGroup var windows: WindowOptions

  /// What is agreed to besides what the plan says of itself.
  struct Matter {
    /// The command, where it is no other one's plan.
    var operation: String?
    /// The plan as it was saved: nobody is asked any more.
    var saved: Plan?
    /// Nobody is asked where the environment is not protected.
    var isHarmless = false
  }

  /// Returns when the rules of the environment allow the plan and the answer is yes; otherwise nothing is changed.
  func agree(to plan: Plan, _ reconciler: Reconciler, _ session: Session, _ matter: Matter = Matter()) async throws -> Clearance {
    let consent: Consent =
      if let saved = matter.saved { .saved(madeBy: saved.madeBy) } else if autoApprove { .unattended } else { .asked }
    var request = ClearanceRequest(
      consent, who: session.processEnvironment.who, windowOverride: windows.overrideWindow, saved: matter.saved)
    request.isSavable = matter.operation == nil
    let clearance = try session.checked(try await reconciler.clearance(of: plan, request))
    let settings = reconciler.environment.settings.protection
    if matter.saved == nil, !matter.isHarmless || settings.isProtected {
      let question =
        plan.isDestroy
        ? "Do you really want to destroy all of this?\n  It cannot be undone."
        : "Do you want to perform these actions?\n  reconcile will do what is described above."
      let operation = matter.operation ?? (plan.isDestroy ? "destroy" : "apply")
      try ask(question, reconciler, session, of: operation)
    }
    return clearance
  }

  /// The same of revisions that are to go.
  func agree(toPruning pruning: Pruning, _ reconciler: Reconciler, _ session: Session) async throws -> Clearance {
    var request = ClearanceRequest(
      autoApprove ? .unattended : .asked, who: session.processEnvironment.who, windowOverride: windows.overrideWindow)
    request.isSavable = false
    let clearance = try session.checked(try await reconciler.clearance(of: pruning.digest.hex, request))
    try ask(
      "Do you want to deregister these revisions?\n  No service can be given them any more.", reconciler, session, of: "prune")
    return clearance
  }

  /// Of a protected environment the name is the answer, so that it is certain which one was meant.
  private func ask(_ question: String, _ reconciler: Reconciler, _ session: Session, of operation: String) throws {
    if autoApprove { return }
    let isNaming = reconciler.environment.settings.protection.isProtected
    let environment = reconciler.environment.desired.environment
    let answer = isNaming ? environment.name : "yes"
    guard Self.canAsk, session.format != .json else {
      throw nobodyToAsk(environment.directory, session.format, operation, isProtected: isNaming)
    }
    let only =
      isNaming
      ? "The environment is protected. Only its name will be accepted to approve." : "Only 'yes' will be accepted to approve."
    guard Self.reads(answer, to: "\(question) \(only)", session) else {
      throw Failure(
        "not-approved", "\(operation) was not approved",
        details: ["Nothing was changed."])
    }
  }

  /// Somebody sits at the terminal.
  static var canAsk: Bool { isatty(0) == 1 }

  /// Asks on stderr, and reads a line from the terminal.
  static func reads(_ answer: String, to question: String, _ session: Session) -> Bool {
    let painted = Message(rendered: session.errorStyle.paint(question, .strong))
    Stream.standardError.write("\n\(painted)\n\n  Enter a value: ")
    guard readLine()?.trimmed == answer else { return false }
    Stream.standardError.write("\n")
    return true
  }

  private func nobodyToAsk(
    _ directory: String, _ format: OutputFormat, _ operation: String, isProtected: Bool
  ) -> Failure {
    let next =
      switch operation {
      case "apply" where isProtected: "save a plan with `reconcile plan -out FILE \(directory)`, look at it, and apply that"
      case "destroy" where isProtected:
        "save a plan with `reconcile plan -destroy -out FILE \(directory)`, look at it, and apply that"
      case _ where isProtected: "run it on a terminal: the environment is protected"
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
