import JSONDocument
import Resources
package import Secrets

/// Takes secrets out of the parts of a plan.
struct PlanMasking {
  let rendering: SecretRendering

  func masked(_ change: Change) -> Change {
    var change = change
    change.before = change.before.map { rendering.rendered($0) }
    change.after = change.after.map { rendering.rendered($0) }
    change.fields = change.fields.map(masked)
    if case .deploymentFailed(let words?) = change.reason { change.reason = .deploymentFailed(rendering.rendered(words)) }
    return change
  }

  func masked(_ field: FieldChange) -> FieldChange {
    var field = field
    field.before = field.rendered(field.before, as: rendering)
    field.after = field.rendered(field.after, as: rendering)
    return field
  }

  func masked(_ step: Step) -> Step {
    var step = step
    switch step.work {
    case .create(var creation):
      creation.resource = masked(creation.resource)
      step.work = .create(creation)
    case .update(var change):
      change.resource = masked(change.resource)
      change.before = rendering.rendered(change.before)
      change.after = rendering.rendered(change.after)
      step.work = .update(change)
    case .adopt(var adoption):
      adoption.object.attributes = rendering.rendered(adoption.object.attributes)
      adoption.resource = masked(adoption.resource)
      step.work = .adopt(adoption)
    case .run(var run):
      run.resource = masked(run.resource)
      run.work.command = run.work.command.map { rendering.rendered(command: $0) }
      step.work = .run(run)
    case .awaitRollout(var wait):
      wait.checks = wait.checks.map(masked)
      wait.resuming = wait.resuming.map(masked)
      step.work = .awaitRollout(wait)
    case .delete, .forget: break
    }
    return step
  }

  private func masked(_ resource: Resource) -> Resource {
    var resource = resource
    resource.attributes = rendering.rendered(resource.attributes)
    return resource
  }

  /// An address may hold a password, a command may be told one, an answer may be expected to hold one.
  private func masked(_ check: RolloutCheck) -> RolloutCheck {
    var check = check
    check.url = check.url.map { rendering.rendered($0) }
    switch check.probe {
    case .http(let status, let values):
      check.probe = .http(
        status: status,
        values: values.map {
          RolloutCheck.Expectation(pointer: $0.pointer, value: rendering.rendered($0.value, named: $0.pointer))
        })
    case .command(let words): check.probe = .command(rendering.rendered(command: words))
    }
    return check
  }

  private func masked(_ rollout: ObservedRollout) -> ObservedRollout {
    var rollout = rollout
    switch rollout.state {
    case .unproven(let problem?): rollout.state = .unproven(rendering.rendered(problem))
    case .failed(let reason?): rollout.state = .failed(reason: rendering.rendered(reason))
    case .settled, .underWay, .unproven(nil), .failed(nil): break
    }
    return rollout
  }
}

extension FieldChange {
  /// One of its values without the secrets in it.
  package func rendered(_ value: Value, as rendering: SecretRendering) -> Value {
    guard case .known(let json) = value else { return value }
    return .known(isSensitive ? rendering.value(of: json) : rendering.rendered(json, at: path.names))
  }
}
