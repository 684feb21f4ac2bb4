import Planning
import Resources

/// A plan for a pull request's comment or a job's summary: how much it is, a row for each change, and the whole text below.
///
/// GitHub refuses comments of more than 65,536 characters, so it stays below that; what is left out is counted.
package struct PlanMarkdown {
  private let view: PlanView
  private let plain: PlanText
  private static let tableLimit = 24_000
  private static let textLimit = 32_000

  package init(_ view: PlanView) {
    self.view = view
    plain = PlanText(view)
  }

  package var text: String {
    var sections = [["### \(heading)"], [place], table]
    if !view.drift.isEmpty || !view.changes.isEmpty || !view.refused.isEmpty { sections.append(whole) }
    return sections.filter { !$0.isEmpty }.page
  }

  private var heading: String {
    let name = Markdown.escaped(view.environment.name)
    guard view.conclusion == .changes else { return "\(name): \(Markdown.escaped(plain.conclusion))" }
    let what = view.operation == .destroy ? "Plan to destroy \(name)" : "Plan for \(name)"
    return "\(what): \(plain.countsText)"
  }

  private var place: String {
    let provider = view.environment.provider
    let parts = [
      Markdown.code(view.environment.directory), Markdown.escaped(provider.region),
      "cluster \(Markdown.code(view.environment.cluster))", "\(view.unchanged) unchanged",
    ]
    return parts.joined(separator: " · ")
  }

  private var table: [String] {
    let drift =
      view.drift.isEmpty ? [] : ["Somebody else changed \(counted(view.drift.count, "resource")); the text below tells what."]
    guard !view.rows.isEmpty else { return drift }
    let columns = PlanColumns(view.rows)
    let rows = view.rows.map { row in
      let headline = ChangeLines(row: row, columns: columns, values: plain.values, style: .plain).entry.headline
      return [Markdown.escaped(headline.symbol), Markdown.code(headline.address), headline.word, Markdown.escaped(headline.text)]
    }
    let all = Markdown.table(["", "address", "", "what"], rows)
    let (kept, left) = Markdown.limited(all, to: Self.tableLimit)
    let rest = left > 0 ? ["", "… and \(counted(left, "more change", "more changes"))."] : []
    return (drift.isEmpty ? [] : drift + [""]) + kept + rest
  }

  private var whole: [String] {
    let lines = Markdown.lines(of: plain.text).map(Self.marked)
    let (kept, left) = Markdown.limited(lines, to: Self.textLimit)
    let rest = left > 0 ? ["… and \(counted(left, "more line")), in the log."] : []
    return ["<details><summary>Every field</summary>", ""] + Markdown.fenced(kept + rest, as: "diff") + ["", "</details>"]
  }

  /// The sign of a line at its beginning, where it makes a colour of a `diff`.
  private static func marked(_ line: String) -> String {
    guard let at = line.firstIndex(where: { $0 != " " }), at != line.startIndex, "+-~!".contains(line[at]),
      line[line.index(after: at)...].first == " "
    else { return line }
    let sign: Character = line[at] == "~" ? "!" : line[at]
    return "\(sign)\(line[..<at].dropFirst()) \(line[line.index(after: at)...])"
  }
}
