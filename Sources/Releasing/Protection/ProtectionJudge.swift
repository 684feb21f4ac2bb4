package import Diagnostics
package import Loading
import Platform
package import Recording

/// How a plan comes to be performed.
package enum Consent: Sendable, Equatable {
  /// Somebody is asked, and looks at it before.
  case asked
  /// It was saved, to be looked at and performed later; by whom, where its file says so.
  case saved(madeBy: String?)
  /// Nobody is asked.
  case unattended
}

/// What is to be done, and who does it when.
package struct ProtectedDeed: Sendable {
  /// The same for two plans of the same deed.
  package var digest: String
  package var consent: Consent
  /// As the history names people.
  package var who: String
  package var now: Timestamp
  /// Why it is done although no window is open.
  package var windowOverride: String?
  /// `plan -out` makes such plans.
  package var isSavable = true

  package init(digest: String, consent: Consent, who: String, now: Timestamp, windowOverride: String? = nil) {
    self.digest = digest
    self.consent = consent
    self.who = who
    self.now = now
    self.windowOverride = windowOverride
  }
}

/// Holds a deed against the rules of its environment.
package struct ProtectionJudge: Sendable {
  private let settings: ProtectionSettings
  private let environment: String
  private let directory: String

  /// So many digits of a digest tell one deed from another.
  package static let shownDigits = 16

  /// `environment`: its name; `directory`: as commands name it.
  package init(_ settings: ProtectionSettings, environment: String, directory: String) {
    self.settings = settings
    self.environment = environment
    self.directory = directory
  }

  /// An error for each rule that speaks against it, at the place of the rule. `runs`: the history, the newest first.
  package func findings(about deed: ProtectedDeed, _ runs: [RunRecord]) -> [Diagnostic] {
    windowFindings(deed) + approvalFindings(deed, runs)
  }

  /// Only of the windows: for what is no plan.
  package func windowFindings(_ deed: ProtectedDeed) -> [Diagnostic] {
    guard isClosed(at: deed.now), deed.windowOverride == nil else { return [] }
    let windows = settings.windows
    let next = windows.nextOpening(after: deed.now.seconds)
    let clock = (next?.window ?? windows[0]).clock
    var details = ["It is \(clock.text(at: deed.now.seconds)) in \(clock.zone)."]
    details.append(
      next.map { "It opens next on \(clock.text(at: $0.instant)), in \(Self.wait($0.instant - deed.now.seconds))." }
        ?? "It does not open within a year.")
    return [
      Diagnostic(
        .error, "window-closed", "\(environment) may be changed only \(windows.map(\.text).joined(separator: "; "))",
        at: windows.count == 1 ? windows[0].place ?? settings.windowsPlace : settings.windowsPlace ?? windows[0].place,
        details: details + ["Nothing was changed."],
        fix: "wait until then, or say why it cannot wait: -override-window \"REASON\"")
    ]
  }

  /// No window is open.
  package func isClosed(at now: Timestamp) -> Bool { !settings.windows.isOpen(at: now.seconds) }

  private func approvalFindings(_ deed: ProtectedDeed, _ runs: [RunRecord]) -> [Diagnostic] {
    var maker = deed.who
    if case .saved(let madeBy?) = deed.consent { maker = madeBy }
    let approvals = Approvals(of: deed.digest, madeBy: maker, in: runs)
    if approvals.persons.count < settings.approvals { return [missing(approvals, of: deed, madeBy: maker)] }
    guard settings.isProtected, deed.consent == .unattended, approvals.persons.isEmpty else { return [] }
    return [
      Diagnostic(
        .error, "protected-environment", "\(environment) is protected: with -auto-approve alone nobody has looked at the plan",
        at: settings.protectedPlace, details: ["Nothing was changed."],
        fix: (deed.isSavable
          ? "save the plan, look at it, and run `reconcile apply FILE`" : "run it on a terminal, where it asks")
          + "; or let another person look at it and run `\(command(deed))`"
      )
    ]
  }

  private func missing(_ approvals: Approvals, of deed: ProtectedDeed, madeBy maker: String) -> Diagnostic {
    let wanted = settings.approvals
    var details: [String] = []
    if !approvals.persons.isEmpty { details.append("It has that of \(approvals.persons.joined(separator: ", ")).") }
    if approvals.hasOwn { details.append("That of \(maker) does not count, who made the plan.") }
    details.append("An approval is for one plan; it ends with the run that uses it, and when something else is planned.")
    return Diagnostic(
      .error, "approvals-missing",
      "the plan has \(approvals.persons.count) of \(wanted) \(wanted == 1 ? "approval" : "approvals") that \(environment) asks for",
      at: settings.approvalsPlace, details: details + ["Nothing was changed."],
      fix: "let another person than \(maker) look at it and run `\(command(deed))`")
  }

  private func command(_ deed: ProtectedDeed) -> String {
    "reconcile approve -digest \(deed.digest.prefix(Self.shownDigits)) \(directory)"
  }

  private static func wait(_ seconds: Int64) -> String {
    let minutes = (seconds + 59) / 60
    if minutes < 120 { return "\(minutes) min" }
    return minutes < 48 * 60 ? "\(minutes / 60) h \(minutes % 60) min" : "\(minutes / 1440) days \(minutes / 60 % 24) h"
  }
}
