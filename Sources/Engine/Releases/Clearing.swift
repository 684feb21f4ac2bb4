package import Diagnostics
import JSONDocument
import Loading
package import Planning
import Recording
package import Releasing
import Resources

/// What the rules of an environment say to something that is to be done.
package struct Clearance: Sendable {
  /// Errors are refusals.
  package var findings: [Diagnostic] = []
  /// Digest of what is done, for the history; nil where nobody asks for approvals.
  package var deed: String?
  /// Why it is done outside of the windows; nil: one is open.
  package var windowOverride: String?

  package init() {}
}

/// Who asks for it, and how.
package struct ClearanceRequest: Sendable {
  package var consent: Consent
  /// As the history names people.
  package var who: String
  /// What was said in case that no window is open.
  package var windowOverride: String?
  /// The plan as it was saved, when one was.
  package var saved: Plan?
  /// `plan -out` makes such plans.
  package var isSavable = true

  package init(_ consent: Consent, who: String, windowOverride: String? = nil, saved: Plan? = nil) {
    self.consent = consent
    self.who = who
    self.windowOverride = windowOverride
    self.saved = saved
  }
}

extension Reconciler {
  /// What the rules of the environment say to performing `plan` now, by the time of its cloud.
  package func clearance(of plan: Plan, _ request: ClearanceRequest) async throws(EngineError) -> Clearance {
    guard !environment.settings.protection.isNone else { return Clearance() }
    return try await clearance(of: Self.deed(request.saved ?? plan), request)
  }

  /// The same of something that has this digest.
  package func clearance(of digest: String, _ request: ClearanceRequest) async throws(EngineError) -> Clearance {
    let settings = environment.settings.protection
    var clearance = Clearance()
    guard !settings.isNone else { return clearance }
    let deed = await protectedDeed(digest, request)
    if judge.isClosed(at: deed.now) { clearance.windowOverride = deed.windowOverride }
    if settings.isProtected || settings.approvals > 0 { clearance.deed = digest }
    clearance.findings = judge.findings(about: deed, try await recentRuns())
    return clearance
  }

  /// The same of what is done without a plan: only windows are asked for.
  package func clearance(_ request: ClearanceRequest) async -> Clearance {
    var clearance = Clearance()
    let deed = await protectedDeed("", request)
    if judge.isClosed(at: deed.now) { clearance.windowOverride = deed.windowOverride }
    clearance.findings = judge.windowFindings(deed)
    return clearance
  }

  /// What two plans of the same deed share, as approvals name it.
  package static func deed(_ plan: Plan) -> String { PlanFile.contract(of: plan).hex }

  private func protectedDeed(_ digest: String, _ request: ClearanceRequest) async -> ProtectedDeed {
    var deed = ProtectedDeed(
      digest: digest, consent: request.consent, who: request.who, now: Timestamp(seconds: Int64(await now())),
      windowOverride: request.windowOverride)
    deed.isSavable = request.isSavable
    return deed
  }

  private var judge: ProtectionJudge {
    let identity = environment.desired.environment
    return ProtectionJudge(environment.settings.protection, environment: identity.name, directory: identity.directory)
  }
}
