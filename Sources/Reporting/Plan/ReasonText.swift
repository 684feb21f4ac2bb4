import Planning
import Resources

/// Why an action was chosen, in plain words; nil where the action says it all.
enum ReasonText {
  static func text(_ change: Change) -> String? {
    switch change.reason {
    case .notThere, .differs: return nil
    case .deletedOutside: return "it was deleted outside reconcile"
    case .deregistered(let revision): return "\(revision) was deregistered outside reconcile"
    case .cannotUpdate(let paths):
      return "\(listed(paths.map(\.description))) cannot be changed in place; it is deleted first, then created"
    case .renamed(let from) where change.action != .replace:
      return "it was \(named(from)), which holds data: that one is left in AWS and only forgotten"
    case .renamed(let from): return "it was \(named(from)), \(fateOfOld(change))"
    case .leftOver(let run):
      return leftOver(change, "left over from the replacement" + (run.map { " in run \($0)" } ?? ""))
    case .begun: return leftOver(change, "begun by a run that was stopped")
    case .takenBack(let run):
      return "\"\(change.identity)\" is taken back" + (run.map { ", which run \($0) replaced" } ?? "")
    case .givenUp: return leftOver(change, "which the files name no more")
    case .noLongerDesired:
      if change.address.kind == .oneOffTask { return "no longer in the files; its runs are forgotten" }
      return change.action == .forget ? "no longer in the files; it is left in AWS" : "no longer in the files"
    case .destroying where change.address.kind == .oneOffTask: return "its runs are forgotten"
    case .destroying: return change.action == .forget ? "it is left in AWS and only forgotten" : nil
    case .holdsData: return "holds data; it is left in AWS and only forgotten"
    case .declaredElsewhere(let directory):
      return "\(Printable.line(directory)) declares it; it is left there and only forgotten here"
    case .existsUnrecorded: return "exists already; it is recorded from now on"
    case .sameContentAs(let revision): return "reuses \(revision), registered earlier with the same content"
    case .goneAlready:
      return change.action == .forget ? "is gone from AWS already" : "has the content wanted already"
    case .moved(let from): return "its file was renamed; it was \(from)"
    case .takenAlong(let owner): return "AWS takes it away with the \(owner.kind.noun) \"\(owner)\", which is replaced"
    case .notRunYet: return "it has not succeeded with this image yet"
    case .runsAlways: return "it runs with every rollout"
    case .askedFor: return nil
    case .redeployed: return "the same revision once more, as asked"
    case .scaled: return "as asked"
    case .deploymentFailed(let words):
      return "again: the last deployment failed" + (words.map { ": \(Printable.line($0).withoutPeriod)" } ?? "")
    }
  }

  private static func leftOver(_ change: Change, _ origin: String) -> String {
    let object = "\"\(change.identity)\", \(origin)"
    guard change.action == .forget else { return object }
    return object + (change.before == nil ? ", is gone from AWS already" : ", holds data; it is left in AWS and only forgotten")
  }

  /// A new name is a new object, which is made before the old one goes.
  private static func fateOfOld(_ change: Change) -> String {
    switch change.address.kind {
    case .service: "which is deleted when the new one runs"
    case .taskDefinition: "whose revisions are deregistered when nothing runs them any more"
    default: "which is deleted when nothing uses it any more"
    }
  }

  private static func named(_ identity: ResourceIdentity) -> String { "named \"\(identity)\"" }
}
