package import JSONDocument

/// Where the answer about one of several environments begins.
package struct EnvironmentHeading: Renderable {
  private let directory: String
  private let isFirst: Bool

  package init(_ directory: String, isFirst: Bool) {
    self.directory = directory
    self.isFirst = isFirst
  }

  package func text(_ style: Style) -> String {
    ((isFirst ? [] : [""]) + [style.paint("== \(Printable.line(directory))", .strong)]).page
  }

  package var lines: [JSON] { [MachineFormat.line(.environment, [("directory", .string(directory))])] }
  package var markdown: String { ["## \(Markdown.escaped(directory))"].page }
}

/// How it ended for each of several environments, in their order.
package struct EnvironmentsSummary: Renderable {
  private let ends: [(directory: String, code: Int32?, words: String)]

  /// `code`: what the shell would have been told of it alone; nil for one that was not begun.
  package init(_ ends: [(directory: String, code: Int32?, words: String)]) { self.ends = ends }

  package var markdown: String {
    Markdown.table(
      ["environment", "", "exit code"], ends.map { [Markdown.code($0.directory), $0.words, $0.code.map { "\($0)" } ?? ""] }
    ).page
  }

  package func text(_ style: Style) -> String {
    let width = ends.map(\.directory.count).max() ?? 0
    let rows = ends.map { end in
      let code = end.code.map { $0 == 0 ? "" : " (exit \($0))" } ?? ""
      return Printable.line("  \(end.directory.padded(to: width))  \(end.words)\(code)")
    }
    return (["", "\(counted(ends.count, "environment")):"] + rows).page
  }

  package var lines: [JSON] {
    ends.map { end in
      MachineFormat.line(
        .environmentSummary,
        [("directory", .string(end.directory)), ("exit_code", end.code.map { .int(Int($0)) }), ("words", .string(end.words))])
    }
  }
}
