/// What the `aws` program printed to its standard error, and what can be read from it.
///
/// Both versions print the same core texts; version 2 puts `aws: [ERROR]: ` before them since 2.34.
struct ErrorText: Sendable {
  /// Without the prefix, and without the blank lines around.
  let plain: String

  /// Nobody reads more; the error stands at the beginning, after a warning or two.
  private static let limit = 100_000

  init(_ standardError: String) {
    let prefix = "aws: [ERROR]: "
    let lines = standardError.prefix(Self.limit).split(whereSeparator: \.isNewline).map { line in
      line.hasPrefix(prefix) ? line.dropFirst(prefix.count) : line
    }
    plain = lines.filter { !$0.allSatisfy(\.isWhitespace) }.joined(separator: "\n")
  }

  /// `An error occurred (CODE) when calling the OPERATION operation[ (reached max retries: N)]: MESSAGE`
  struct ServiceError: Sendable, Equatable {
    var code: String
    var operation: String
    var message: String

    /// STS gave no role, for a reason that a fresh sign-in does not change.
    var isRoleRefused: Bool {
      operation.hasPrefix("AssumeRole") && ["AccessDenied", "InvalidIdentityToken", "ValidationError"].contains(code)
    }
  }

  /// The token of a role by OIDC is sent as a parameter of its own call; that it is empty says something about its file.
  var isAboutTokenFile: Bool { plain.contains("parameter WebIdentityToken") }

  var serviceError: ServiceError? {
    guard let start = plain.firstRange(of: "An error occurred (") else { return nil }
    let text = plain[start.upperBound...]
    guard let code = text.firstRange(of: ") when calling the "),
      let operation = text[code.upperBound...].firstRange(of: " operation"),
      let colon = text[operation.upperBound...].firstRange(of: ": ")
    else { return nil }
    var message = text[colon.upperBound...]
    // "(reached max retries: 4): " holds a colon of its own.
    if text[operation.upperBound...].hasPrefix(" (reached max retries"), let end = message.firstRange(of: "):") {
      message = message[end.upperBound...]
    }
    return ServiceError(
      code: String(text[..<code.lowerBound]), operation: String(text[code.upperBound..<operation.lowerBound]),
      message: Self.oneLine(message))
  }

  /// The command line does not have such an operation: it is older than the operation.
  var isUnknownCommand: Bool { plain.contains("argument operation: ") && plain.contains("nvalid choice") }

  /// The program has no such members: those of conditional writes came with 1.36.10 and 2.22.5 (aws-cli `.changes`), that
  /// for objects that must be absent a little earlier.
  var knowsNoConditions: Bool {
    validationFindings?.contains { ["IfMatch", "IfNoneMatch"].contains($0.unknownMember) } ?? false
  }

  /// For people: without the program's usage and warnings before the error, shortened to something that one can read.
  var summary: String {
    let isTraceback = plain.contains("Traceback (most recent call last)")
    let lines = plain.split(separator: "\n").filter { !$0.contains("GetPassWarning") }
    if isTraceback { return lines.last.map { "it failed itself: " + Self.shortened($0) } ?? "" }
    let error = lines.firstIndex { $0.hasPrefix("aws: error: ") } ?? 0
    return Self.shortened(Self.oneLine(Self.withoutInput(lines.dropFirst(error).joined(separator: "\n"))))
  }

  /// "JSON received: …" repeats the whole input.
  private static func withoutInput(_ text: String) -> Substring {
    text[..<(text.firstRange(of: "JSON received:")?.lowerBound ?? text.endIndex)]
  }

  private static func shortened(_ text: some StringProtocol) -> String {
    text.count > 600 ? text.prefix(600) + " …" : String(text)
  }

  private static func oneLine(_ text: some StringProtocol) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
