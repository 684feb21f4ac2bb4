/// Errors of Python itself that the program lets through while it looks for credentials: they name a file, or a place in a
/// text, and not what it is for.
///
/// Only the file of an OIDC token (`AWS_WEB_IDENTITY_TOKEN_FILE`, `web_identity_token_file`), that of a container's token,
/// and what `credential_process` starts and prints are read without a message of their own (botocore 1.43
/// `credentials.py`, `utils.py`). Nothing was sent then: a request is signed first.
struct CredentialFileFailure: Sendable {
  var sentence: String

  init?(_ text: ErrorText) {
    guard let words = Self.fileWords(text.plain) ?? Self.outputWords(text.plain) else { return nil }
    sentence = words
  }

  /// `[Errno 2] No such file or directory: '/run/token'`
  private static func fileWords(_ text: String) -> String? {
    let starts = ["[Errno 2] No such file or directory: '", "[Errno 13] Permission denied: '", "[Errno 21] Is a directory: '"]
    guard let start = starts.first(where: text.hasPrefix), text.hasSuffix("'") else { return nil }
    let path = text.dropFirst(start.count).dropLast()
    // Inputs and outputs of ours are files of these folders.
    guard !path.hasPrefix("/proc/"), !path.hasPrefix("/dev/fd/") else { return nil }
    let reason =
      switch start {
      case starts[0]: "is not there"
      case starts[1]: "may not be read or run"
      default: "is a directory"
      }
    return "the file \"\(path)\" \(reason); credentials come from it, as a token (AWS_WEB_IDENTITY_TOKEN_FILE, "
      + "web_identity_token_file) or as the credential_process of the profile"
  }

  /// `Expecting value: line 1 column 1 (char 0)`: Python's words about a text that is no JSON, and about a command line.
  private static func outputWords(_ text: String) -> String? {
    if ["Expecting ", "Extra data: ", "Unterminated string ", "Invalid control character "].contains(where: text.hasPrefix),
      text.contains(": line "), text.contains("(char ")
    {
      return "the credential_process of the profile printed no JSON: \(text)"
    }
    guard ["No closing quotation", "No escaped character"].contains(text) else { return nil }
    return "the credential_process of the profile is no command that can be read: \(text)"
  }
}
