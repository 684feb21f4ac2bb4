package import Diagnostics
import JSONDocument
import Loading
package import Planning
import Providers
import Resources

/// How much what a plan lacks in the cloud matters.
package enum PreflightMode: String, Sendable, CaseIterable {
  /// Nobody asks.
  case off
  /// It is said, and the plan may be applied.
  case warn
  /// It is said, and apply refuses before anything is changed.
  case error
}

extension Reconciler {
  /// Asks whether what the plan needs and does not make is there. Changes nothing; all findings at once.
  package func preflight(_ plan: Plan, _ mode: PreflightMode) async throws(EngineError) -> [Diagnostic] {
    guard !plan.isDestroy, !plan.isEmpty else { return [] }
    let scaling = Self.uncheckedScaling(plan)
    guard mode != .off else { return scaling }
    let images = PlannedImages(plan, bootstrapTag: environment.desired.bootstrapTag)
    let severity: Diagnostic.Severity = mode == .error ? .error : .warning
    do {
      let missing = try await missingImages(images.all)
      return scaling + missing.sorted { $0.description < $1.description }.map { images.finding($0, severity) }
    } catch {
      guard case .provider(let problem) = error, problem.kind == .forbidden else { throw error }
      return scaling + [
        Diagnostic(
          .warning, "images-unchecked", "nobody can say whether the images exist: \(problem.message)",
          fix: "allow ecr:BatchGetImage on the environment's repositories, or use -preflight=off")
      ]
    }
  }

  /// Counts that the plan changes though nobody could say whether an autoscaler keeps them.
  private static func uncheckedScaling(_ plan: Plan) -> [Diagnostic] {
    let unsure = plan.changes.filter { change in
      guard case .unknown? = ServiceScaling(of: change.before) else { return false }
      return change.fields.contains { $0.path == .member("desiredCount") }
    }
    guard let first = unsure.first, case .unknown(let reason)? = ServiceScaling(of: first.before) else { return [] }
    let others = unsure.count > 1 ? " and \(unsure.count - 1) more" : ""
    return [
      Diagnostic(
        .warning, "scaling-unchecked", "nobody can say whether an autoscaler keeps the desired count: \(reason)",
        details: ["The plan changes the count of \(first.address)\(others)."],
        fix: "allow application-autoscaling:DescribeScalableTargets, or leave the field to the autoscaler with an \"ignore\" rule")
    ]
  }
}

/// Images that a plan brings to run, and what runs them.
private struct PlannedImages {
  private var users: [ImageReference: [Address]] = [:]
  private var newRepositories: [String: Address] = [:]

  init(_ plan: Plan, bootstrapTag: String?) {
    for change in plan.changes {
      switch change.address.kind {
      case .repository where change.action == .create: newRepositories[change.identity.name] = change.address
      case .taskDefinition where [.create, .adopt, .replace].contains(change.action):
        for container in change.after?["containerDefinitions"]?.arrayValue ?? [] {
          guard let image = container["image"]?.stringValue.flatMap(ImageReference.init), image.tag != bootstrapTag else { continue }
          users[image, default: []].append(change.address)
        }
      default: break
      }
    }
  }

  var all: [ImageReference] { Array(users.keys) }

  func finding(_ image: ImageReference, _ severity: Diagnostic.Severity) -> Diagnostic {
    let name = "\(image.repository)\(image.tag.map { ":\($0)" } ?? "")\(image.digest.map { "@\($0)" } ?? "")"
    let runners = (users[image] ?? []).sorted()
    let others = runners.count > 1 ? " and \(runners.count - 1) more" : ""
    var details = ["\(runners.first?.description ?? "")\(others) would not start. Nothing was changed."]
    var fix = "push the image, or correct its tag; -preflight=warn goes on regardless"
    if let repository = newRepositories[image.repository] {
      details.append("Its repository does not exist yet either; this plan would make it.")
      fix = "make the repository with -target \(repository), push the image, then apply the rest"
    }
    return Diagnostic(
      severity, "image-not-pushed", "image \"\(name)\" is not in the registry", details: details, fix: fix)
  }
}
