package import Diagnostics
package import JSONDocument

/// Says what keeps a file from being JSON, what that means, and what to do about it.
package enum SyntaxFindings {
  /// What is wrong with a text that is no JSON. Of one that is YAML it is the one thing to say.
  package static func diagnostics(_ errors: [JSONSyntaxError], in text: SourceText) -> [Diagnostic] {
    if !errors.isEmpty { text.noteErrors() }
    guard !errors.isEmpty, ForeignText.isYAML(text) else { return errors.map { diagnostic($0, in: text) } }
    return [
      Diagnostic(
        .error, "json-yaml", "the file is YAML; reconcile reads JSON", at: text.location(offset: 0),
        fix: "convert it, for example with `yq -o json`")
    ]
  }

  package static func diagnostic(_ error: JSONSyntaxError, in text: SourceText) -> Diagnostic {
    let words = Self.words(text.mayHoldSecret(at: error.offset) ? error.problem.masked : error.problem, text)
    return Diagnostic(
      .error, words.code, words.message, at: text.location(offset: error.offset, length: error.length),
      details: words.details, fix: words.fix)
  }

  private struct Words {
    var code: String
    var message: String
    var details: [String] = []
    var fix: String?
  }

  private static func words(_ problem: JSONSyntaxError.Problem, _ text: SourceText) -> Words {
    switch problem {
    case .emptyFile:
      Words(code: "json-empty", message: "the file is empty", fix: "write a JSON object, or delete the file")
    case .byteOrderMark:
      Words(
        code: "json-byte-order-mark", message: "the file begins with a byte order mark",
        details: ["Terraform and the aws program refuse it too."], fix: "save it as UTF-8 without BOM")
    case .wideEncoding:
      Words(code: "json-encoding", message: "the file is UTF-16 or UTF-32", fix: "save it as UTF-8")
    case .invalidUTF8:
      Words(code: "json-encoding", message: "a byte that is not UTF-8", fix: "save the file as UTF-8")
    case .conflictMarker:
      Words(
        code: "json-conflict", message: "a merge is open here: the file holds two versions of these lines",
        fix: "keep the lines that are meant, and remove those that begin with <<<<<<<, ======= and >>>>>>>")
    case .comment:
      Words(code: "json-comment", message: "a comment; JSON has none", fix: "remove it, or keep it as a member named \"//\"")
    case .trailingComma:
      Words(code: "json-trailing-comma", message: "a comma after the last element", fix: "remove the comma")
    case .missingComma:
      Words(code: "json-missing-comma", message: "no comma between two elements", fix: "put a comma before this")
    case .missingColon:
      Words(code: "json-missing-colon", message: "no colon after the key", fix: "put \":\" between key and value")
    case .duplicateKey(let key, let first):
      Words(
        code: "json-duplicate-key", message: "the key \"\(key)\" occurs twice in one object",
        details: ["It stands first at \(text.location(offset: first)); only one of the two would count."],
        fix: "remove one of them")
    case .barePlaceholder(let placeholder):
      Words(
        code: "json-placeholder", message: "the placeholder \"\(placeholder)\" stands where a JSON value must be",
        fix: "write a value, or a variable in quotes: \"${var.NAME}\" takes the variable's own type")
    case .bareWord(let word):
      Words(code: "json-word", message: "the word \"\(word)\" has no quotes", fix: wordFix(word))
    case .singleQuotes:
      Words(code: "json-quotes", message: "single quotes; JSON takes double quotes", fix: "write \"…\"")
    case .keyNotAString:
      Words(code: "json-key", message: "a key without double quotes", fix: "write the key as \"key\"")
    case .lineBreakInString:
      Words(
        code: "json-string", message: "the line ends inside a string",
        fix: "close the string with \", or write a line break as \\n")
    case .controlCharacterInString(let byte):
      Words(
        code: "json-string", message: "a control character (0x\(String(byte, radix: 16))) in a string",
        fix: byte == 9 ? "write a tab as \\t" : "remove it, or write it as an escape")
    case .badEscape(let escape):
      Words(code: "json-escape", message: "\"\(escape)\" is no JSON escape", fix: "write a backslash as \\\\")
    case .badNumber(let number):
      Words(
        code: "json-number", message: "\"\(number)\" is no JSON number",
        fix: "write digits without leading zeros or units, or put it in quotes where the API takes text")
    case .truncated(let opening):
      Words(
        code: "json-truncated", message: "the file ends too early",
        details: ["What begins at \(text.location(offset: opening)) is never closed."], fix: "complete the file")
    case .textAfterDocument:
      Words(
        code: "json-trailing-text", message: "text after the end of the document",
        fix: "keep one JSON document in a file")
    case .tooDeep(let limit):
      Words(
        code: "json-too-deep", message: "nested deeper than \(limit) levels", details: ["No ECS document is this deep."])
    case .unexpected(let character):
      Words(
        code: "json-unexpected", message: "\"\(character)\" cannot stand here", fix: "check commas, quotes and brackets around it"
      )
    }
  }

  private static func wordFix(_ word: String) -> String {
    switch word.lowercased() {
    case "true", "false": "write \(word.lowercased())"
    case "none", "nil", "undefined", "nan": "write null, or leave the member out"
    case "***": "put it in double quotes"
    default: "write \"\(word)\""
    }
  }
}

extension JSONSyntaxError.Problem {
  /// Without the text of the file that it repeats.
  fileprivate var masked: JSONSyntaxError.Problem {
    switch self {
    case .barePlaceholder: .barePlaceholder("***")
    case .bareWord: .bareWord("***")
    case .badNumber: .badNumber("***")
    case .badEscape, .byteOrderMark, .comment, .conflictMarker, .controlCharacterInString, .duplicateKey, .emptyFile,
      .invalidUTF8, .keyNotAString,
      .lineBreakInString, .missingColon, .missingComma, .singleQuotes, .textAfterDocument, .tooDeep, .trailingComma, .truncated,
      .unexpected, .wideEncoding:
      self
    }
  }
}
