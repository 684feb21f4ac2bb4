/// Finds secrets inside a text: by what stands before them (`--password=…`, `API_TOKEN=…`, `x-api-key: …`, `Bearer …`,
/// `postgres://user:…@host`) and by their own form (key ids of AWS, JSON web tokens, tokens of well-known services).
///
/// It cannot know every form: programs should not write secrets. It reads bytes, once: every text of a plan passes here.
enum SecretsInText {
  /// Ordered, and apart from one another.
  static func ranges(in bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    let declared = DeclaredSecrets.current.ranges(in: bytes)
    let found = TextScan(bytes).ranges()
    return declared.isEmpty ? found : Ranges.merged(declared + found)
  }

  static func hasSecret(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    TextScan(bytes).ranges(limit: 1).first != nil || !DeclaredSecrets.current.ranges(in: bytes).isEmpty
  }

  /// What `--db-password` tells about the argument behind it; plain for what is no option.
  static func flagMeaning(_ text: UnsafeBufferPointer<UInt8>) -> NameMeaning {
    guard text.first == UInt8(ascii: "-"), text.allSatisfy(Bytes.isName) else { return .plain }
    return NameMeaning(of: text)
  }

  /// Whether the argument behind such an option is a secret. What is filled in later, or is the next option, is none.
  static func isArgument(_ text: UnsafeBufferPointer<UInt8>, of meaning: NameMeaning) -> Bool {
    meaning.hides(text) && text.first != UInt8(ascii: "-") && !isPlaceholder(text)
  }

  /// `$NAME`, `${NAME}`, `$(command)`: filled in later. `$2b$10$…` and `$ecret!` are no such thing.
  static func isPlaceholder(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count > 1, text[0] == UInt8(ascii: "$") else { return false }
    if text[1] == UInt8(ascii: "{") || text[1] == UInt8(ascii: "(") { return true }
    guard !Bytes.isDigit(text[1]) else { return text.count == 2 }
    return text.dropFirst().allSatisfy { Bytes.isLetter($0) || Bytes.isDigit($0) || $0 == UInt8(ascii: "_") }
  }
}

/// One pass over a text.
private struct TextScan {
  private let bytes: UnsafeBufferPointer<UInt8>

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  func ranges(limit: Int = .max) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var at = 0
    while at < bytes.count, found.count < limit {
      if let range = secret(at: at), !range.isEmpty, range.lowerBound >= found.last?.upperBound ?? 0 { found.append(range) }
      at += 1
      // Inside of what is found already nothing else is looked for.
      if let last = found.last, at > last.lowerBound { at = max(at, last.upperBound) }
    }
    return found
  }

  private func secret(at: Int) -> Range<Int>? {
    switch bytes[at] {
    case UInt8(ascii: "="): assigned(at)
    case UInt8(ascii: ":"): inAddress(at) ?? header(at)
    case UInt8(ascii: " "), UInt8(ascii: "\t"): argument(at) ?? scheme(at)
    case UInt8(ascii: "A"): keyId(at) ?? token(at)
    case UInt8(ascii: "e"): webToken(at)
    case UInt8(ascii: "-"): privateKey(at)
    case let byte where TokenForm.isFirstByte[Int(byte)]: token(at)
    default: nil
    }
  }

  // MARK: By what stands before

  /// `NAME=value`, `name = value`, `--name=value`, `?name=value`.
  private func assigned(_ at: Int) -> Range<Int>? {
    let name = name(before: unquoted(before: skipBlanks(before: at)))
    guard !name.isEmpty else { return nil }
    let meaning = isSignature(name) ? .secret : NameMeaning(of: part(name))
    return meaning == .plain ? nil : value(from: skipBlanks(from: at + 1), under: meaning)
  }

  /// `?sig=…`, `&X-Amz-Signature=…`: what makes a signed address valid.
  private func isSignature(_ name: Range<Int>) -> Bool {
    guard name.lowerBound > 0, bytes[name.lowerBound - 1] == UInt8(ascii: "?") || bytes[name.lowerBound - 1] == UInt8(ascii: "&")
    else { return false }
    return isSame(name, "sig") || isSame(name, "signature") || isSame(name, "x-amz-signature")
  }

  /// `name: value` and `"name":"value"`; an ARN's colons have neither a blank nor a quote beside them.
  private func header(_ at: Int) -> Range<Int>? {
    let start = skipBlanks(from: at + 1)
    let end = unquoted(before: at)
    let isQuoted = end < at
    guard start < bytes.count, start > at + 1 || quote(at: start) != nil || isQuoted else { return nil }
    let name = name(before: end)
    guard !name.isEmpty else { return nil }
    let meaning = NameMeaning(of: part(name))
    // `auth: i/o timeout` is a sentence.
    guard meaning != .plain, meaning != .weak || isQuoted else { return nil }
    guard let value = value(from: skipScheme(from: start), under: meaning, isMember: isQuoted) else { return nil }
    // `no credentials: SomeException: …` is a sentence, too.
    return isQuoted || bytes[value.upperBound - 1] != UInt8(ascii: ":") ? value : nil
  }

  /// `--token value` inside of one text.
  private func argument(_ at: Int) -> Range<Int>? {
    guard at > 0, Bytes.isName(bytes[at - 1]) else { return nil }
    let meaning = SecretsInText.flagMeaning(part(name(before: at)))
    guard meaning != .plain, let range = value(from: skipBlanks(from: at), under: meaning) else { return nil }
    return bytes[range.lowerBound] == UInt8(ascii: "-") ? nil : range
  }

  /// `Bearer …` and `Basic …`; words of a sentence have neither capitals nor digits in them.
  private func scheme(_ at: Int) -> Range<Int>? {
    guard at > 0, Bytes.isName(bytes[at - 1]), isScheme(name(before: at)) else { return nil }
    let start = skipBlanks(from: at)
    let end = end(from: start) { !Bytes.isToken($0) }
    let isRandom = bytes[start..<end].contains { Bytes.isCapital($0) || Bytes.isDigit($0) || $0 == UInt8(ascii: "=") }
    return end - start >= 8 && isRandom ? start..<end : nil
  }

  // MARK: In addresses

  /// What is secret of `scheme://user:password@host/path`, found at the colon before `//`.
  private func inAddress(_ at: Int) -> Range<Int>? {
    guard at + 3 < bytes.count, bytes[at + 1] == UInt8(ascii: "/"), bytes[at + 2] == UInt8(ascii: "/") else { return nil }
    let start = at + 3
    let end = end(from: start) {
      $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") || Bytes.isEnd($0)
    }
    guard let host = bytes[start..<end].lastIndex(of: UInt8(ascii: "@")) else { return hook(start) ?? tokenForHost(start..<end) }
    guard let colon = bytes[start..<host].firstIndex(of: UInt8(ascii: ":")) else {
      return isRandom(start..<host) ? start..<host : nil
    }
    let password = (colon + 1)..<host
    return password.isEmpty || SecretsInText.isPlaceholder(part(password)) ? nil : password
  }

  /// `https://TOKEN@github.com/…`; a user's name is shorter.
  private func isRandom(_ range: Range<Int>) -> Bool {
    let part = bytes[range]
    return part.count >= 20 && part.allSatisfy(Bytes.isToken) && part.contains(where: Bytes.isDigit)
      && part.contains(where: Bytes.isLetter)
  }

  /// `https://TOKENgithub.com/…`, with the @ forgotten: no host has a name like that.
  private func tokenForHost(_ range: Range<Int>) -> Range<Int>? {
    let label = range.lowerBound..<end(from: range.lowerBound) { !Bytes.isLetter($0) && !Bytes.isDigit($0) }
    let part = bytes[label]
    let isToken =
      part.count >= 32 && part.contains(where: Bytes.isDigit) && part.contains(where: Bytes.isCapital)
      && part.contains { Bytes.isLetter($0) && !Bytes.isCapital($0) }
    return isToken ? label : nil
  }

  private func hook(_ start: Int) -> Range<Int>? {
    guard let hook = SecretAddresses.hooks.first(where: { begins($0, at: start) }) else { return nil }
    let path = start + hook.count
    let range = path..<end(from: path, where: Bytes.isEnd)
    return SecretsInText.isPlaceholder(part(range)) ? nil : range
  }

  // MARK: By their own form

  private func token(_ at: Int) -> Range<Int>? {
    guard isWordStart(at) else { return nil }
    for position in TokenForm.byFirstByte[Int(bytes[at])] {
      if let end = TokenForm.all[position].end(in: bytes, from: at) { return at..<end }
    }
    return nil
  }

  /// AWS, "IAM identifiers": an access key's id is `AKIA`, one for a session `ASIA`, and sixteen more.
  private func keyId(_ at: Int) -> Range<Int>? {
    guard isWordStart(at), begins("AKIA", at: at) || begins("ASIA", at: at) else { return nil }
    let end = end(from: at) { !Bytes.isCapital($0) && !Bytes.isDigit($0) }
    return end - at == 20 && (end == bytes.count || !Bytes.isLetter(bytes[end])) ? at..<end : nil
  }

  /// RFC 7519: three parts with dots between, and the first begins with `{"` in base 64.
  private func webToken(_ at: Int) -> Range<Int>? {
    guard isWordStart(at), begins("eyJ", at: at) else { return nil }
    let first = end(from: at, where: isNotInPart)
    guard first - at >= 8, first < bytes.count, bytes[first] == UInt8(ascii: ".") else { return nil }
    let second = end(from: first + 1, where: isNotInPart)
    guard second > first + 1, second < bytes.count, bytes[second] == UInt8(ascii: ".") else { return nil }
    return at..<end(from: second) { !Bytes.isToken($0) }
  }

  private func isNotInPart(_ byte: UInt8) -> Bool { !Bytes.isToken(byte) || byte == UInt8(ascii: ".") }

  /// RFC 7468: from `-----BEGIN … PRIVATE KEY-----` to the end of its `-----END …-----`, or of the text.
  private func privateKey(_ at: Int) -> Range<Int>? {
    guard begins("-----BEGIN ", at: at), let line = firstIndex(of: "PRIVATE KEY", from: at, within: 64) else { return nil }
    guard let closing = firstIndex(of: "-----END ", from: line) else { return at..<bytes.count }
    let end = firstIndex(of: "-----", from: closing + 9).map { $0 + 5 } ?? bytes.count
    return at..<end
  }

  // MARK: Words

  private func part(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: bytes[range]) }

  private func name(before end: Int) -> Range<Int> {
    var start = end
    while start > 0, Bytes.isName(bytes[start - 1]) { start -= 1 }
    return start..<end
  }

  /// The word that begins here, or what stands in quotes here, which may be escaped; nil when it is no secret.
  ///
  /// A member's value that stands without quotes ends where its object or list does.
  private func value(from start: Int, under meaning: NameMeaning, isMember: Bool = false) -> Range<Int>? {
    guard start < bytes.count else { return nil }
    let inside: Range<Int>
    if let quote = quote(at: start) {
      inside = (start + quote)..<closing(quote, from: start + quote)
    } else {
      guard bytes[start] != UInt8(ascii: "{"), bytes[start] != UInt8(ascii: "[") else { return nil }
      inside =
        start..<end(from: start) { byte in
          Bytes.isEnd(byte) || (isMember && (byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")))
        }
    }
    let part = part(inside)
    return meaning.hides(part) && !SecretsInText.isPlaceholder(part) ? inside : nil
  }

  /// How many bytes `"`, `'`, `\"` or `\'` have; nil when there is none.
  private func quote(at: Int) -> Int? {
    guard at < bytes.count else { return nil }
    let length = bytes[at] == UInt8(ascii: "\\") ? 2 : 1
    return at + length <= bytes.count && Bytes.isQuote(bytes[at + length - 1]) ? length : nil
  }

  /// Where the quote that opened before `start` is closed. `\"` inside of `"…"` does not, nor `\\\"` inside of `\"…\"`.
  private func closing(_ length: Int, from start: Int) -> Int {
    let quote = bytes[start - 1]
    var backslashes = 0
    for at in start..<bytes.count {
      if bytes[at] == quote {
        if length == 2, backslashes <= 1 { return at - backslashes }
        if length == 1, quote == UInt8(ascii: "'") || backslashes % 2 == 0 { return at }
      }
      backslashes = bytes[at] == UInt8(ascii: "\\") ? backslashes + 1 : 0
    }
    return bytes.count
  }

  private func unquoted(before end: Int) -> Int {
    guard end > 0, Bytes.isQuote(bytes[end - 1]) else { return end }
    return end > 1 && bytes[end - 2] == UInt8(ascii: "\\") ? end - 2 : end - 1
  }

  private func skipBlanks(from start: Int) -> Int { end(from: start) { !Bytes.isBlank($0) } }

  private func skipBlanks(before end: Int) -> Int {
    var end = end
    while end > 0, Bytes.isBlank(bytes[end - 1]) { end -= 1 }
    return end
  }

  private func skipScheme(from start: Int) -> Int {
    let word = start..<end(from: start, where: Bytes.isBlank)
    return isScheme(word) ? skipBlanks(from: word.upperBound) : start
  }

  private func isScheme(_ word: Range<Int>) -> Bool { isSame(word, "bearer") || isSame(word, "basic") }

  private func isWordStart(_ at: Int) -> Bool {
    at == 0 || !(Bytes.isLetter(bytes[at - 1]) || Bytes.isDigit(bytes[at - 1]) || bytes[at - 1] == UInt8(ascii: "_"))
  }

  // MARK: Bytes

  private func end(from start: Int, where isEnd: (UInt8) -> Bool) -> Int {
    var at = start
    while at < bytes.count, !isEnd(bytes[at]) { at += 1 }
    return at
  }

  private func begins(_ word: StaticString, at start: Int) -> Bool {
    guard bytes.count - start >= word.utf8CodeUnitCount else { return false }
    for offset in 0..<word.utf8CodeUnitCount where bytes[start + offset] != word.utf8Start[offset] { return false }
    return true
  }

  private func begins(_ word: [UInt8], at start: Int) -> Bool {
    guard bytes.count - start >= word.count else { return false }
    for offset in word.indices where bytes[start + offset] != word[offset] { return false }
    return true
  }

  private func firstIndex(of word: StaticString, from start: Int, within length: Int = .max) -> Int? {
    var at = start
    while at + word.utf8CodeUnitCount <= bytes.count, at - start < length {
      if begins(word, at: at) { return at }
      at += 1
    }
    return nil
  }

  /// In any case; the word is in lower case.
  private func isSame(_ range: Range<Int>, _ word: StaticString) -> Bool {
    guard range.count == word.utf8CodeUnitCount else { return false }
    for offset in 0..<range.count {
      let byte = bytes[range.lowerBound + offset]
      if (Bytes.isCapital(byte) ? byte | 0x20 : byte) != word.utf8Start[offset] { return false }
    }
    return true
  }
}
