package import JSONDocument
package import Resources

/// Who makes the calls of an environment, beside the account that its files name.
package struct CallerView: Sendable {
  private let arn: String
  private let account: String
  private let origin: String?
  private let wanted: ProviderIdentity

  /// `origin`: where the credentials came from, when this program found them itself.
  package init(arn: String, account: String, origin: String?, wanted: ProviderIdentity) {
    self.arn = arn
    self.account = account
    self.origin = origin
    self.wanted = wanted
  }

  /// The credentials are those of another account than the environment's.
  package var isOther: Bool { account != wanted.accountId }

  package var text: String {
    var lines = [
      Printable.line(arn), "  account      \(Printable.line(account))", "  region       \(wanted.region)",
      "  provider     \(wanted.name)",
    ]
    if let origin { lines.append("  credentials  \(Printable.line(origin))") }
    if isOther {
      lines.append(
        "These are not credentials of account \(wanted.accountId), which the environment names: apply would refuse them.")
    }
    return lines.joined(separator: "\n")
  }

  package var lines: [JSON] {
    [
      MachineFormat.line(
        .caller,
        [
          ("arn", .string(arn)), ("account", .string(account)), ("region", .string(wanted.region)),
          ("provider", .string(wanted.name.rawValue)), ("credentials", origin.json), ("is_other_account", isOther ? true : nil),
        ])
    ]
  }
}
