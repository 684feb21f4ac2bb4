/// One line of botocore's parameter validation, which runs before a request is sent (botocore `validate.py`).
struct ValidationFinding: Sendable, Equatable {
  /// Names the field; holds no value, since a value may be a secret.
  var text: String
  /// Path of a member that the program does not have: it is older than the member, or the name is wrong.
  var unknownMember: String?

  init(line: some StringProtocol) {
    if let unknown = Self.unknownParameter(String(line)) {
      text = "unknown parameter \"\(unknown)\""
      unknownMember = unknown
    } else {
      text = Self.withoutValue(String(line))
    }
  }

  /// `Unknown parameter in deploymentConfiguration: "foo", must be one of: a, b` → `deploymentConfiguration.foo`
  private static func unknownParameter(_ line: String) -> String? {
    let start = "Unknown parameter in "
    guard line.hasPrefix(start) else { return nil }
    let rest = line.dropFirst(start.count)
    guard let quote = rest.firstRange(of: ": \""), let end = rest[quote.upperBound...].firstIndex(of: "\"") else { return nil }
    let parent = rest[..<quote.lowerBound]
    let name = rest[quote.upperBound..<end]
    return parent == "input" ? String(name) : "\(parent).\(name)"
  }

  /// `…, value: 1.5, type: <class 'float'>, …` → `…, value: ***, type: …`
  private static func withoutValue(_ line: String) -> String {
    let marker = ", value: "
    guard let start = line.firstRange(of: marker) else { return line }
    let rest = line[start.upperBound...]
    let ends = [", type: ", ", valid "].compactMap { lastRange(of: $0, in: rest)?.lowerBound }
    return line[..<start.upperBound] + "***" + rest[(ends.min() ?? rest.endIndex)...]
  }

  /// The value itself may hold the words that follow it, so the last ones count.
  private static func lastRange(of words: String, in text: Substring) -> Range<Substring.Index>? {
    text.ranges(of: words).last
  }
}

extension ErrorText {
  /// Nil when the text is no "Parameter validation failed".
  var validationFindings: [ValidationFinding]? {
    guard let start = plain.firstRange(of: "Parameter validation failed:") else { return nil }
    let findings = plain[start.upperBound...].split(separator: "\n").map { ValidationFinding(line: $0) }
    return findings.isEmpty ? nil : findings
  }
}
