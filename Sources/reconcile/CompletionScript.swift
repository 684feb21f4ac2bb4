/// The script for completion in bash, as this program takes options: with one dash or two.
///
/// The parser generates it for two. What is not found in it any more is left as it is: completion is then the parser's.
enum CompletionScript {
  static func isAskedFor(_ arguments: [String]) -> Bool {
    arguments.contains { $0.hasSuffix("-generate-completion-script") || $0.hasSuffix("-generate-completion-script=bash") }
  }

  static func withSingleDashes(_ script: String) -> String {
    offered.reduce(script) { script, edit in script.replacing(edit.generated, with: edit.wanted) }
  }

  private static let lists = ["repeating_flags", "non_repeating_flags", "repeating_options", "non_repeating_options"]

  private static let offered: [(generated: String, wanted: String)] = {
    let double = lists.map { "${\($0)[*]}" }.joined(separator: " ")
    let single = lists.map { "${\($0)[*]/#--/-}" }.joined(separator: " ")
    let word = #"local word="${unparsed_words["${word_index}"]}""#
    return [
      ("compgen -W \"\(double)\"", "compgen -W \"\(double) \(single)\""),
      // What stands on the line already is looked up with two.
      (word, word + #"; [[ "${word}" == -[!-]?* ]] && word="-${word}""#),
    ]
  }()
}
