import Planning
import Resources

/// Two environments side by side: images, then what differs in the specs.
///
/// ```
/// envs/staging → envs/prod
/// images:
///   api       sha-8a01c44 → sha-3f9c2d1
///   services  sha-3f9c2d1  the same
/// ~ aws_ecs_service.api
///     ~ desiredCount  1 → 2
/// - aws_ecs_service.debug  only in envs/staging
///
/// 1 image and 2 resources differ; 18 resources are the same.
/// 3 differences are intended; -all shows them.
/// ```
struct ComparisonText {
  private let view: ComparisonView
  private let style: Style
  private let fields: FieldViews
  private let values: ValueText

  init(_ view: ComparisonView, style: Style) {
    self.view = view
    self.style = style
    fields = FieldViews(reveal: RevealPolicy(key: nil), images: ImageText(registry: ""))
    values = ValueText(images: fields.images)
  }

  var text: String {
    let titles = "\(Printable.line(view.first.directory)) → \(Printable.line(view.second.directory))"
    var lines = [style.paint(titles, .strong)]
    if !view.images.isEmpty { lines += ["images:"] + images }
    lines += view.outcome.differences.flatMap(self.lines)
    if view.showsIntended, !view.outcome.intended.isEmpty { lines += ["", "intended:"] + view.outcome.intended.map(line) }
    lines += ["", summary]
    let intended = view.outcome.intended.count
    if intended > 0, !view.showsIntended {
      lines.append("\(counted(intended, "difference")) \(intended == 1 ? "is" : "are") intended; -all shows them.")
    }
    lines += view.unasked.map { "The registry of \(Printable.line($0)) could not be asked: only tags were compared there." }
    return lines.page
  }

  // MARK: Images

  private var images: [String] {
    let width = view.images.map(\.key.count).max() ?? 0
    return view.images.map { image in
      let (words, role) = Self.words(image, view)
      return "  \(Printable.line(image.key).padded(to: width))  \(style.paint(Printable.line(words), role))"
    }
  }

  private static func words(_ image: ImageComparison, _ view: ComparisonView) -> (String, Style.Role) {
    let (one, other) = (image.first.tag.map(ImageText.shortened) ?? "", image.second.tag.map(ImageText.shortened) ?? "")
    switch image.verdict {
    case .same: return ("\(one.isEmpty ? "no tag" : one)  the same", .muted)
    case .sameImage: return ("\(one) → \(other)  the same image", .muted)
    case .otherTag: return ("\(one) → \(other)", .changed)
    case .otherImage:
      let digests = [image.first.digest, image.second.digest].map { ImageText.shortDigest($0 ?? "") }
      return ("\(one)  is another image: \(digests[0]) → \(digests[1])", .error)
    case .firstOnly: return ("\(one)  only in \(view.first.directory)", .removed)
    case .secondOnly: return ("\(other)  only in \(view.second.directory)", .added)
    }
  }

  // MARK: Specs

  private func lines(_ difference: EnvironmentComparison.Difference) -> [String] {
    switch difference.presence {
    case .firstOnly:
      return [style.paint("- \(difference.address)  only in \(Printable.line(view.first.directory))", .removed)]
    case .secondOnly:
      return [style.paint("+ \(difference.address)  only in \(Printable.line(view.second.directory))", .added)]
    case .both:
      return [style.paint("~ \(difference.address)", .changed)]
        + FieldLines(values: values, style: style, notes: [:]).lines(difference.fields.map(fields.view), indent: 4)
    }
  }

  private func line(_ intended: EnvironmentComparison.Intended) -> String {
    let place = Printable.line(intended.field.map { "\(intended.address) \($0.path)" } ?? "\(intended.address)")
    let side =
      switch intended.presence {
      case .both: ""
      case .firstOnly: "  only in \(Printable.line(view.first.directory))"
      case .secondOnly: "  only in \(Printable.line(view.second.directory))"
      }
    return "  \(place)\(side): \(Printable.line(intended.reason))"
  }

  private var summary: String {
    let images = view.images.count { !$0.verdict.isSame }
    let resources = view.outcome.differences.count
    let same = "\(counted(view.outcome.same, "resource")) \(view.outcome.same == 1 ? "is" : "are") the same"
    guard images + resources > 0 else { return "Nothing differs that is not intended; \(same)." }
    let parts = [(images, "image"), (resources, "resource")].filter { $0.0 > 0 }.map { counted($0.0, $0.1) }
    return "\(parts.joined(separator: " and ")) \(images + resources == 1 ? "differs" : "differ"); \(same)."
  }
}
