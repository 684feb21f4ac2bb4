import JSONDocument
import Planning
import Resources

/// One changed field as JSON, with what may be seen of its values.
enum FieldJSON {
  static func object(_ field: FieldView) -> JSON {
    MachineFormat.object([
      ("path", .string(field.path.description)), ("before", value(field.before)),
      ("after", value(field.after)),
      ("after_unknown", field.after == .unknownUntilApplied ? true : nil),
      ("effect", .string(field.effect.rawValue)),
      ("sensitive", field.isHidden ? true : nil), ("fate", field.fate.map { .string($0.rawValue) }),
    ])
  }

  private static func value(_ value: FieldChange.Value) -> JSON? {
    switch value {
    case .known(let json): json
    case .absent, .unknownUntilApplied: nil
    }
  }
}
