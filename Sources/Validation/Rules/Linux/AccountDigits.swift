import Resources

/// Whether the account of an ARN can be one: AWS numbers accounts with 12 digits (Account Management reference, "View AWS
/// account identifiers").
enum AccountDigits {
  /// What is wrong with it; nil when nothing is, or when the text is no whole ARN.
  static func problem(in text: String) -> String? {
    guard let account = ARN(text)?.account, !account.isEmpty, !account.contains("$") else { return nil }
    guard account.utf8.allSatisfy({ (48...57).contains($0) }) else {
      return "its account \"\(account)\" is no number of 12 digits"
    }
    let count = account.utf8.count
    return count == 12 ? nil : "its account \"\(account)\" has \(count) \(count == 1 ? "digit" : "digits"); an account has 12"
  }
}
