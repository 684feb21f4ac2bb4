/// Hides values in a line of JSON that may be secrets, before the line is shown beside a finding.
///
/// An environment entry keeps its secret under `"value"`, so every string there is masked unless it only refers to
/// variables; so are strings under keys that are named like secrets.
enum SecretMask {
  /// The masked line, and where the character that stood at `column` stands now.
  static func masking(_ line: String, keeping column: Int) -> (text: String, column: Int) {
    var output: [Character] = []
    var moved = column
    var pendingKey: String?
    let characters = Array(line)
    var at = 0
    while at < characters.count {
      guard characters[at] == "\"" else {
        if characters[at] == "," || characters[at] == "{" { pendingKey = nil }
        output.append(characters[at])
        at += 1
        continue
      }
      let end = stringEnd(in: characters, from: at)
      let content = String(characters[(at + 1)..<max(at + 1, end - 1)])
      if isKey(characters, after: end) {
        pendingKey = content
        output += characters[at..<end]
      } else {
        let shown = isHidden(key: pendingKey, content: content) ? Array("\"***\"") : Array(characters[at..<end])
        if column >= end { moved += shown.count - (end - at) } else if column > at { moved = output.count }
        output += shown
        pendingKey = nil
      }
      at = end
    }
    return (String(output), min(max(0, moved), output.count))
  }

  private static func stringEnd(in characters: [Character], from start: Int) -> Int {
    var at = start + 1
    while at < characters.count {
      if characters[at] == "\\" {
        at += 2
      } else if characters[at] == "\"" {
        return at + 1
      } else {
        at += 1
      }
    }
    return characters.count
  }

  private static func isKey(_ characters: [Character], after end: Int) -> Bool {
    characters[end...].first { !$0.isWhitespace } == ":"
  }

  private static func isHidden(key: String?, content: String) -> Bool {
    guard let key, !content.isEmpty, !(content.hasPrefix("${") && content.hasSuffix("}")) else { return false }
    return key == "value" || SecretNames.looksSecret(key)
  }
}

/// Tells from a name alone whether its value is likely a secret.
package enum SecretNames {
  private static let words = [
    "password", "passwd", "passphrase", "secret", "token", "apikey", "accesskey", "privatekey", "credential", "signingkey",
    "encryptionkey", "authkey", "webhook", "dsn",
  ].map { Array($0.utf8) }
  /// Names of references, and of what only sounds like a secret.
  private static let harmless = Set(["secrets", "secretoptions", "secretarn", "clienttoken"].map { Array($0.utf8) })
  private static let harmlessEndings = ["arn", "name", "file", "path"].map { Array($0.utf8) }

  /// True for `DB_PASSWORD`, `apiKey`, `AUTH_TOKEN`; false for references (`…_ARN`, `secretOptions`, `valueFrom`).
  ///
  /// Works on bytes: a plan asks for every text in it, and the standard library's search builds a table for each word.
  package static func looksSecret(_ name: String) -> Bool {
    let plain = name.utf8.compactMap(plain)
    guard words.contains(where: { contains(plain, $0) }), !harmless.contains(plain) else { return false }
    return !harmlessEndings.contains { plain.suffix($0.count).elementsEqual($0) }
  }

  /// Letters in lower case and digits; nil for what only separates words.
  private static func plain(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...: byte
    default: nil
    }
  }

  private static func contains(_ text: [UInt8], _ word: [UInt8]) -> Bool {
    guard text.count >= word.count else { return false }
    return (0...(text.count - word.count)).contains { start in
      text[start] == word[0] && text[start..<(start + word.count)].elementsEqual(word)
    }
  }
}
