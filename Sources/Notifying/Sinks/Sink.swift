import JSONDocument
import Reporting
import Resources

/// What a notice looks like to one kind of receiver. It reads the notice and decides nothing.
protocol Sink: Sendable {
  func letter(about notice: Notice) -> Letter
}

/// What is sent.
struct Letter: Sendable, Equatable {
  /// Nil: there is no body.
  var body: JSON?
  /// Beside the type of the body.
  var headers: [String: String] = [:]
  /// Added to the query of the address.
  var query: [String: String] = [:]
  /// The key of the notification signs the body.
  var isSigned = false
}

/// A notice in the words that receivers have in common.
struct NoticeWords {
  let notice: Notice

  /// Nobody reads more.
  private static let limit = 20

  /// Titles and values, in their order.
  var facts: [(title: String, value: String)] {
    let environment = notice.environment
    let provider = environment.provider
    var facts = [
      ("Environment", "\(environment.name) (\(provider.region), account \(provider.accountId))"),
      ("By", "\(notice.context.who) (\(notice.context.operation))"),
    ]
    if !notice.tags.isEmpty {
      facts.append(("Images", Self.listed(notice.tags.map { "\($0.image) \($0.before) → \($0.after)" })))
    }
    if let commit = notice.context.sourceCommit { facts.append(("Commit", commit)) }
    if let reason = notice.context.reason { facts.append(("Reason", reason)) }
    return facts
  }

  /// What became of each address, a line each.
  var lines: String {
    Self.listed(notice.outcomes.map { "\($0.word)  \($0.address)\($0.sentence.isEmpty ? "" : "  \($0.sentence)")" })
  }

  private static func listed(_ lines: [String]) -> String {
    let shown = lines.prefix(limit).map { $0.count > 300 ? "\($0.prefix(300))…" : $0 }
    let rest = lines.count - shown.count
    return (shown + (rest > 0 ? ["and \(rest) more"] : [])).joined(separator: "\n")
  }
}
