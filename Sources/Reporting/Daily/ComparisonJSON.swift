import JSONDocument
import Planning
import Resources

/// Two environments for programs: a line for each image, for each resource that differs, for each difference that is meant,
/// and what it comes to.
struct ComparisonJSON {
  private let view: ComparisonView
  private let fields = FieldViews(reveal: RevealPolicy(key: nil), images: ImageText(registry: ""))

  init(_ view: ComparisonView) {
    self.view = view
  }

  var lines: [JSON] {
    view.images.map(line) + view.outcome.differences.map(line) + view.outcome.intended.map(line) + [
      MachineFormat.line(
        .outcome,
        [
          ("operation", "compare"), ("result", view.isSame ? "equal" : "different"),
          ("first", .string(view.first.directory)), ("second", .string(view.second.directory)),
          ("differing", .int(view.outcome.differences.count)), ("intended", .int(view.outcome.intended.count)),
          ("same", .int(view.outcome.same)), ("unasked", MachineFormat.some(view.unasked.map { .string($0) })),
        ])
    ]
  }

  private func line(_ image: ImageComparison) -> JSON {
    MachineFormat.line(
      .imageComparison,
      [
        ("key", .string(image.key)), ("verdict", .string(Self.word(image.verdict))), ("first_tag", image.first.tag.json),
        ("second_tag", image.second.tag.json), ("first_digest", image.first.digest.json),
        ("second_digest", image.second.digest.json),
      ])
  }

  private func line(_ difference: EnvironmentComparison.Difference) -> JSON {
    MachineFormat.line(
      .resourceComparison,
      [
        ("address", .string(difference.address.description)), ("presence", .string(Self.word(difference.presence))),
        ("fields", MachineFormat.some(difference.fields.map { FieldJSON.object(fields.view(of: $0)) })),
      ])
  }

  private func line(_ intended: EnvironmentComparison.Intended) -> JSON {
    MachineFormat.line(
      .intendedDifference,
      [
        ("address", .string(intended.address.description)), ("presence", .string(Self.word(intended.presence))),
        ("field", intended.field.map { FieldJSON.object(fields.view(of: $0)) }), ("reason", .string(intended.reason)),
      ])
  }

  private static func word(_ verdict: ImageComparison.Verdict) -> String {
    switch verdict {
    case .same: "same"
    case .sameImage: "same_image"
    case .otherTag: "other_tag"
    case .otherImage: "other_image"
    case .firstOnly: "first_only"
    case .secondOnly: "second_only"
    }
  }

  private static func word(_ presence: EnvironmentComparison.Difference.Presence) -> String {
    switch presence {
    case .both: "both"
    case .firstOnly: "first_only"
    case .secondOnly: "second_only"
    }
  }
}
