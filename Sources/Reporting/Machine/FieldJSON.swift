import JSONDocument
import Planning
import Resources

/// One changed field as JSON, with what may be seen of its values.
struct FieldJSON {
  let reveal: RevealPolicy

  func field(_ field: FieldChange, fate: Drift.Fate? = nil) -> JSON {
    MachineFormat.object([
      ("path", .string(field.path.description)), ("before", value(field.before, of: field)),
      ("after", value(field.after, of: field)),
      ("after_unknown", field.after == .unknownUntilApplied ? true : nil),
      ("effect", .string(field.effect.rawValue)),
      ("sensitive", reveal.hides(field) ? true : nil), ("fate", fate.map { .string($0.rawValue) }),
    ])
  }

  private func value(_ value: FieldChange.Value, of field: FieldChange) -> JSON? {
    switch reveal.redacted(value, of: field) {
    case .known(let json): json
    case .absent, .unknownUntilApplied: nil
    }
  }
}
