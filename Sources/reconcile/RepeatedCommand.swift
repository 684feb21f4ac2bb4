import Preflight
import Resources

/// A command that is to be given next, with the options of this one that decide what it does: whoever copies it changes what
/// was shown and nothing else.
struct RepeatedCommand {
  private var words: [String]

  init(_ words: String...) {
    self.words = ["reconcile"] + words
  }

  /// `options` stand before the directory, as people write them.
  func with(_ options: [String]) -> RepeatedCommand {
    var command = self
    command.words.insert(contentsOf: options, at: command.words.count - 1)
    return command
  }
}

extension RepeatedCommand: CustomStringConvertible {
  var description: String { words.map(Self.quoted).joined(separator: " ") }

  /// Options as a shell reads them, each with a blank before it.
  static func text(of options: [String]) -> String { options.map { " " + quoted($0) }.joined() }

  /// As a shell reads it back.
  private static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || "0123456789-_./=:,@+%".unicodeScalars.contains($0) }
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}

extension PlanningOptions {
  /// Those that decide what is planned and whether it may be applied, as they were given.
  var repeated: [String] {
    var words = target.targets.flatMap { ["-target", $0.description] }
    if preflight != .error { words.append("-preflight=\(preflight.rawValue)") }
    if !refresh { words.append("-refresh=false") }
    if strictness.strict { words.append("-strict") }
    if allowDeletions { words.append("-allow-deletions") }
    return words + sensitivity.repeated
  }
}

extension StateOptions {
  var repeated: [String] { state.map { ["-state", $0] } ?? [] }
}
