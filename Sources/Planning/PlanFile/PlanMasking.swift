import JSONDocument
import Resources

/// Takes secrets out of the parts of a plan.
enum PlanMasking {
  static func masked(_ change: Change, _ mask: SecretFingerprint) -> Change {
    var change = change
    change.before = change.before.map { masked($0, mask) }
    change.after = change.after.map { masked($0, mask) }
    change.fields = change.fields.map { masked($0, mask) }
    return change
  }

  static func masked(_ field: FieldChange, _ mask: SecretFingerprint) -> FieldChange {
    var field = field
    field.before = masked(field.before, mask, all: field.isSensitive)
    field.after = masked(field.after, mask, all: field.isSensitive)
    return field
  }

  static func masked(_ step: Step, _ mask: SecretFingerprint) -> Step {
    var step = step
    switch step.work {
    case .create(var creation):
      creation.resource = masked(creation.resource, mask)
      step.work = .create(creation)
    case .update(var change):
      change.resource = masked(change.resource, mask)
      change.before = masked(change.before, mask)
      change.after = masked(change.after, mask)
      step.work = .update(change)
    case .adopt(var adoption):
      adoption.object.attributes = masked(adoption.object.attributes, mask)
      adoption.resource = masked(adoption.resource, mask)
      step.work = .adopt(adoption)
    case .run(var run):
      run.resource = masked(run.resource, mask)
      run.work.command = run.work.command.map { words in
        masked(.array(words.map { .string($0) }), mask).arrayValue?.compactMap(\.stringValue) ?? []
      }
      step.work = .run(run)
    case .delete, .awaitRollout, .forget: break
    }
    return step
  }

  private static func masked(_ resource: Resource, _ mask: SecretFingerprint) -> Resource {
    var resource = resource
    resource.attributes = masked(resource.attributes, mask)
    return resource
  }

  private static func masked(_ value: FieldChange.Value, _ mask: SecretFingerprint, all: Bool) -> FieldChange.Value {
    guard case .known(let json) = value else { return value }
    if all, let text = json.stringValue { return .known(.string(mask.text(of: text))) }
    return .known(masked(json, mask))
  }

  private static func masked(_ json: JSON, _ mask: SecretFingerprint) -> JSON {
    Sensitivity.masking(json, with: mask.text)
  }
}
