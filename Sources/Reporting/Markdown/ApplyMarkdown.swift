import Resources

/// The end of an apply for a job's summary: how it ended as a whole, a row for each address, why, and what to do next.
package struct ApplyMarkdown {
  private let view: ApplyView
  private static let limit = 60_000

  package init(_ view: ApplyView) { self.view = view }

  package var text: String {
    let ending = ApplyReportText(view).ending.map { $0.trimmingPrefix(while: { $0 == " " }) }
    let title = "### \(Markdown.escaped(view.environment.name)): \(Markdown.escaped(String(ending.first ?? "")))"
    let rest = ending.dropFirst().flatMap { [Markdown.escaped(String($0)), ""] }
    let rows = view.entries.map { entry in
      [Self.sign(entry.state), Markdown.code("\(entry.address)"), entry.word, Markdown.escaped(entry.sentence)]
    }
    let (kept, left) = Markdown.limited(
      rows.isEmpty ? [] : Markdown.table(["", "address", "", "what"], rows), to: Self.limit)
    let more = left > 0 ? ["", "… and \(left) more."] : []
    return [[title], Array(rest.dropLast()), kept + more, causes].filter { !$0.isEmpty }.page
  }

  private static func sign(_ state: ApplyEntry.State) -> String {
    switch state {
    case .good: "✅"
    case .bad: "❌"
    case .open: "⏳"
    }
  }

  private var causes: [String] {
    let lines = view.entries.flatMap { entry in
      entry.evidence.map { ["\(entry.address):"] + EvidenceText.lines($0, style: .plain).map { "  \($0)" } } ?? []
    }
    return lines.isEmpty ? [] : Markdown.fenced(Markdown.limited(lines, to: Self.limit).lines)
  }
}
