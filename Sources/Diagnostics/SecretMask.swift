/// Hides values in a line of JSON that may be secrets, before the line is shown beside a finding.
///
/// An environment entry keeps its secret under `"value"`, so every string there is masked unless it only refers to
/// variables; so are strings under keys that are named like secrets.
package enum SecretMask {
  /// One line of JSON, with what may be a secret masked.
  package static func masking(_ line: String) -> String { masking(line, keeping: 0).text }

  /// The masked line, and where the character that stood at `column` stands now.
  static func masking(_ line: String, keeping column: Int) -> (text: String, column: Int) {
    var output: [Character] = []
    var moved = column
    var pendingKey: String?
    var previous: String?
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
        let isArgument = SecretsInText.canBeSecret(content) && previous.map { SecretsInText.isFlag($0) } == true
        let isHidden = isArgument || isHidden(key: pendingKey, content: content)
        let shown = Array(isHidden ? "\"***\"" : "\"\(SecretsInText.masked(content))\"")
        if column >= end { moved += shown.count - (end - at) } else if column > at { moved = output.count }
        output += shown
        pendingKey = nil
        previous = content
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
  private static let words = bytes([
    "password", "passwd", "passphrase", "secret", "token", "apikey", "accesskey", "privatekey", "credential", "signingkey",
    "encryptionkey", "authkey", "webhook", "dsn",
  ])
  private static let harmless = bytes(["secrets", "secretoptions", "secretarn", "clienttoken"])
  private static let harmlessEndings = bytes(["arn", "name", "file", "path"])

  private static func bytes(_ words: [String]) -> [[UInt8]] { words.map { Array($0.utf8) } }

  /// True for `DB_PASSWORD`, `apiKey`, `AUTH_TOKEN`; false for references (`…_ARN`, `secretOptions`, `valueFrom`).
  ///
  /// Works on bytes: it is asked for every environment entry of every container, several times in a run.
  package static func looksSecret(_ name: String) -> Bool {
    let plain = name.utf8.compactMap(plainByte)
    guard !harmless.contains(plain), !harmlessEndings.contains(where: { plain.suffix($0.count) == $0[...] }) else { return false }
    return words.contains { contains($0, in: plain) }
  }

  /// Letters in lower case and digits; nil for what divides words.
  private static func plainByte(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...: byte
    default: nil
    }
  }

  private static func contains(_ word: [UInt8], in text: [UInt8]) -> Bool {
    guard text.count >= word.count else { return false }
    for start in 0...(text.count - word.count) where text[start] == word[0] {
      if text[start..<(start + word.count)] == word[...] { return true }
    }
    return false
  }
}
