/// A conversation with the shell: commands, what they print, and how they exit.
///
/// ```
/// # Words of explanation, kept as they are.
/// $ reconcile plan envs/staging
/// No changes. envs/staging matches its configuration.
/// [exit 0]
/// ```
/// Output is stdout and stderr together, in the order of writing. The exit line may be left out for 0.
struct Script: Equatable {
  struct Exchange: Equatable {
    /// Comments and blank lines before the command.
    var preamble: [String]
    var command: String
    var output: [String]
    var exitCode: Int32
  }

  var exchanges: [Exchange] = []
  var ending: [String] = []

  init(exchanges: [Exchange], ending: [String]) {
    self.exchanges = exchanges
    self.ending = ending
  }

  init(text: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    var between: [String] = []
    var isAnswering = false
    for line in lines {
      if line.hasPrefix("$ ") {
        if isAnswering { between = takeTrailingComments() }
        exchanges.append(
          Exchange(preamble: between, command: String(line.dropFirst(2)), output: [], exitCode: 0))
        between = []
        isAnswering = true
      } else if isAnswering, let code = Self.exitCode(line) {
        exchanges[exchanges.count - 1].exitCode = code
        isAnswering = false
      } else if isAnswering {
        exchanges[exchanges.count - 1].output.append(line)
      } else {
        between.append(line)
      }
    }
    ending = isAnswering ? takeTrailingComments() : between
  }

  /// Without an exit line, blank lines and `# ` comments at the end of an output belong to what follows.
  private mutating func takeTrailingComments() -> [String] {
    guard let last = exchanges.indices.last else { return [] }
    let output = exchanges[last].output
    let start = output.lastIndex { !$0.isEmpty && !$0.hasPrefix("# ") }.map { $0 + 1 } ?? 0
    exchanges[last].output = Array(output[..<start])
    return Array(output[start...])
  }

  private static func exitCode(_ line: String) -> Int32? {
    guard line.hasPrefix("[exit "), line.hasSuffix("]") else { return nil }
    return Int32(line.dropFirst(6).dropLast())
  }

  /// The form of documents: an exit line only where the exit is not 0.
  var plainText: String {
    let lines =
      exchanges.flatMap { $0.preamble + ["$ \($0.command)"] + $0.output + ($0.exitCode == 0 ? [] : ["[exit \($0.exitCode)]"]) }
      + ending
    return lines.map { $0 + "\n" }.joined()
  }

  /// The form in which scripts are recorded: every exchange with its exit line.
  var text: String {
    let lines =
      exchanges.flatMap { $0.preamble + ["$ \($0.command)"] + $0.output + ["[exit \($0.exitCode)]"] } + ending
    return lines.map { $0 + "\n" }.joined()
  }
}
