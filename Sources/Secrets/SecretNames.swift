/// What the name of a value tells about the value.
package enum NameMeaning: Sendable, Equatable {
  /// Nothing.
  case plain
  /// The value is a secret: `DB_PASSWORD`, `apiKey`, `AUTH_TOKEN`.
  case secret
  /// The value is a secret unless it is a switch or an address: `REDIS_AUTH`, `SMTP_PASS`, `APP_KEY`.
  case weak
  /// The value tells how long or how large a secret is: `TOKEN_TTL`, `PASSWORD_MIN_LENGTH`. A secret unless it is a measure.
  case measure
  /// The value tells what a secret is called or made of: `TOKEN_HEADER`, `TOKEN_TYPE`. A secret unless it is one word.
  case word

  /// Judges a name.
  ///
  /// Works on bytes and allocates nothing: it is asked for every environment entry of every container.
  package init(of name: String) {
    var name = name
    self = name.withUTF8 { NameMeaning(of: $0) }
  }

  package init(of name: UnsafeBufferPointer<UInt8>) {
    if DeclaredSecrets.current.isDeclared(name) {
      self = .secret
      return
    }
    self = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: name.count) { letters in
      withUnsafeTemporaryAllocation(of: Int.self, capacity: name.count + 1) { starts in
        NameWords(name, letters: letters, starts: starts).meaning
      }
    }
  }
}

extension NameMeaning {
  /// What the name tells in a line of a file, of which nobody knows where it stands.
  static func inSource(_ name: UnsafeBufferPointer<UInt8>) -> NameMeaning {
    DeclaredSecrets.current.isDeclaredInSource(name) ? .secret : NameMeaning(of: name)
  }

  /// Whether a declared name is a word of the text, which a misplaced quotation mark makes longer than the name.
  static func holdsDeclared(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.split { !Bytes.isName($0) }.contains { word in
      let name = UnsafeBufferPointer(rebasing: word)
      return DeclaredSecrets.current.isDeclared(name) || DeclaredSecrets.current.isDeclaredInSource(name)
    }
  }
}

/// A name without what divides its words, in lower case, and where its words begin: `apiKey`, `API_KEY`, `x-api-key`.
private struct NameWords {
  private let plain: UnsafeBufferPointer<UInt8>
  private let starts: UnsafeMutableBufferPointer<Int>
  private var count = 0
  /// Written in one piece with a capital in front: `ExpiredToken`.
  private var isTypeName = false

  init(
    _ name: UnsafeBufferPointer<UInt8>, letters: UnsafeMutableBufferPointer<UInt8>, starts: UnsafeMutableBufferPointer<Int>
  ) {
    var length = 0
    var isDivided = true
    for (at, byte) in name.enumerated() {
      guard Self.isInWord(byte) else {
        isDivided = true
        continue
      }
      let next = at + 1 < name.count ? name[at + 1] : 0
      if isDivided || (at > 0 && Self.isHump(byte, after: name[at - 1], before: next)) {
        starts[count] = length
        count += 1
      }
      letters[length] = Bytes.isCapital(byte) ? byte | 0x20 : byte
      length += 1
      isDivided = false
    }
    self.starts = starts
    plain = UnsafeBufferPointer(rebasing: letters[..<length])
    isTypeName = length == name.count && name.first.map(Bytes.isCapital) == true
  }

  var meaning: NameMeaning {
    guard !plain.isEmpty, !isOne(of: SecretWords.references), !SecretWords.referenceEndings.contains(where: ends) else {
      return .plain
    }
    let last = lastWord
    if isErrorCode(last) { return .plain }
    if SecretWords.places.contains(where: { isWord(last, $0) }) { return .plain }
    guard isStrong else { return isWeak(last) ? .weak : .plain }
    if SecretWords.measures.contains(where: { isWord(last, $0) }) { return .measure }
    if SecretWords.descriptions.contains(where: { isWord(last, $0) }) { return .word }
    return .secret
  }

  /// `ExpiredTokenException`, `NoCredentials`: what an error is called tells nothing of the words behind it.
  private func isErrorCode(_ last: Int) -> Bool {
    SecretWords.errors.contains { isWord(last, $0) }
      || isTypeName && count > 1 && SecretWords.denials.contains { isWord(0, $0) }
  }

  private var isStrong: Bool {
    if isOne(of: SecretWords.headers) { return true }
    if SecretWords.anywhere.contains(where: { contains($0, but: SecretWords.lookalikes) }) { return true }
    guard !isOne(of: SecretWords.directories) else { return false }
    return SecretWords.words.contains { word in (0..<count).contains { isWord($0, word) } }
  }

  private func isWeak(_ last: Int) -> Bool {
    guard !isOne(of: SecretWords.directories) else { return false }
    if SecretWords.lastWords.contains(where: { isWord(last, $0) }) { return true }
    guard last > 0, isWord(last, SecretWords.key) else { return false }
    return SecretWords.keyOwners.contains { isWord(last - 1, $0) }
  }

  /// `TOKEN_2` is a token.
  private var lastWord: Int {
    var last = count - 1
    while last > 0, range(last).allSatisfy({ Bytes.isDigit(plain[$0]) }) { last -= 1 }
    return last
  }

  private func range(_ word: Int) -> Range<Int> {
    starts[word]..<(word + 1 < count ? starts[word + 1] : plain.count)
  }

  /// Digits behind a word do not count: `PASS2`.
  private func isWord(_ position: Int, _ word: [UInt8]) -> Bool {
    let range = range(position)
    guard range.count >= word.count else { return false }
    for offset in word.indices where plain[range.lowerBound + offset] != word[offset] { return false }
    return range.dropFirst(word.count).allSatisfy { Bytes.isDigit(plain[$0]) }
  }

  private func isOne(of names: [[UInt8]]) -> Bool {
    names.contains { $0.count == plain.count && ends($0) }
  }

  private func ends(_ word: [UInt8]) -> Bool {
    guard plain.count >= word.count else { return false }
    let start = plain.count - word.count
    for offset in word.indices where plain[start + offset] != word[offset] { return false }
    return true
  }

  /// Where one of `others` begins at the same place, it is that word and not this one.
  private func contains(_ word: [UInt8], but others: [[UInt8]]) -> Bool {
    guard plain.count >= word.count else { return false }
    return (0...(plain.count - word.count)).contains { start in
      stands(word, at: start) && !others.contains { stands($0, at: start) }
    }
  }

  private func stands(_ word: [UInt8], at start: Int) -> Bool {
    guard plain[start] == word[0], plain.count - start >= word.count else { return false }
    for offset in word.indices where plain[start + offset] != word[offset] { return false }
    return true
  }

  private static func isInWord(_ byte: UInt8) -> Bool { Bytes.isLetter(byte) || Bytes.isDigit(byte) || byte >= 0x80 }

  /// `apiKey` has one at K, `APIKey` as well.
  private static func isHump(_ byte: UInt8, after previous: UInt8, before next: UInt8) -> Bool {
    guard Bytes.isCapital(byte) else { return false }
    return isSmall(previous) || Bytes.isDigit(previous) || (Bytes.isCapital(previous) && isSmall(next))
  }

  private static func isSmall(_ byte: UInt8) -> Bool { Bytes.isLetter(byte) && !Bytes.isCapital(byte) }
}

extension NameMeaning {
  /// Whether a value under such a name is a secret.
  func hides(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard !text.isEmpty else { return false }
    return switch self {
    case .plain: false
    case .secret: true
    case .weak: !PlainValues.isSwitch(text) && !PlainValues.isAddress(text)
    case .measure: !PlainValues.isMeasure(text)
    case .word: !PlainValues.isWord(text)
    }
  }
}
