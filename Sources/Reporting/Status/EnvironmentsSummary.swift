import JSONDocument

/// Where the answer about one of several environments begins.
package struct EnvironmentHeading: Renderable {
  private let directory: String
  private let isFirst: Bool

  package init(_ directory: String, isFirst: Bool) {
    self.directory = directory
    self.isFirst = isFirst
  }

  package func rendered(as format: OutputFormat, style: Style) -> String {
    switch format {
    case .text: ((isFirst ? [] : [""]) + [style.paint("== \(Printable.line(directory))", .strong)]).page
    case .json: MachineFormat.text([MachineFormat.line(.environment, [("directory", .string(directory))])])
    case .markdown: ["## \(Markdown.escaped(directory))"].page
    }
  }
}

/// How it ended for each of several environments, in their order.
package struct EnvironmentsSummary: Renderable {
  private let ends: [(directory: String, code: Int32?, words: String)]

  /// `code`: what the shell would have been told of it alone; nil for one that was not begun.
  package init(_ ends: [(directory: String, code: Int32?, words: String)]) { self.ends = ends }

  package func rendered(as format: OutputFormat, style: Style) -> String {
    switch format {
    case .text: text
    case .json: MachineFormat.text(lines)
    case .markdown:
      Markdown.table(
        ["environment", "", "exit code"],
        ends.map { [Markdown.code($0.directory), $0.words, $0.code.map { "\($0)" } ?? ""] }
      ).page
    }
  }

  private var text: String {
    let width = ends.map(\.directory.count).max() ?? 0
    let rows = ends.map { end in
      let code = end.code.map { $0 == 0 ? "" : " (exit \($0))" } ?? ""
      return Printable.line("  \(end.directory.padded(to: width))  \(end.words)\(code)")
    }
    return (["", "\(counted(ends.count, "environment")):"] + rows).page
  }

  private var lines: [JSON] {
    ends.map { end in
      MachineFormat.line(
        .environmentSummary,
        [("directory", .string(end.directory)), ("exit_code", end.code.map { .int(Int($0)) }), ("words", .string(end.words))])
    }
  }
}
