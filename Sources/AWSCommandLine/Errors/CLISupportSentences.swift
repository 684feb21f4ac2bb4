import AWS

/// The sentences about what a program is too old for. Where our list says which version is needed, they say it; a name that
/// stands in no list may be wrong as well.
struct CLISupportSentences: Sendable {
  var request: AWSRequest
  /// What it calls itself: `aws-cli/2.9.19`.
  var program: String
  /// Nil when it does not say.
  var release: Release?

  func sentence(about findings: [ValidationFinding]) -> String {
    var told: [String] = []
    var others: [ValidationFinding] = []
    for finding in findings {
      let known = finding.unknownMember.flatMap { member in
        sentence(CLISupportTable.known.first(of: member, in: request), "\"\(member)\" of \(request.operation)")
      }
      if let known { told.append(known) } else { others.append(finding) }
    }
    guard !others.isEmpty else { return told.joined(separator: "; ") }
    let tail = others.contains { $0.unknownMember != nil } ? " \(mayBeKnown)" : ""
    return (told + others.map(\.text)).joined(separator: "; ") + tail
  }

  private var mayBeKnown: String { "(\(program) does not know it; a newer AWS command line may)" }

  var sentenceAboutCommand: String {
    let command = "\"\(request.service.rawValue) \(CommandLine.commandName(of: request.operation))\""
    return sentence(CLISupportTable.known.first(of: request), command)
      ?? "there is no command \(command) \(mayBeKnown)"
  }

  /// Of conditional writes; the first releases by aws-cli's changelog.
  var sentenceAboutConditions: String {
    let what = "--if-match and --if-none-match of \"s3api put-object\""
    return sentence(CLISupport(versions: ["1.36.10", "2.22.5"]), what, isKnownAs: "they are known")
      ?? "\(program) does not know \(what)"
  }

  /// Nil when nobody knows since when it is known, or when this program should know it.
  private func sentence(_ first: CLISupport?, _ what: String, isKnownAs words: String = "it is known") -> String? {
    guard let first, release.map({ !first.isKnown(to: $0) }) ?? true else { return nil }
    let name = release.map { "aws \($0)" } ?? program
    return "\(name) does not know \(what); \(words) from \(first.versions.joined(separator: " and ")) on"
  }
}
