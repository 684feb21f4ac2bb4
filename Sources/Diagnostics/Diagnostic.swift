import Secrets

/// One finding about input: where, what, what it means, and what to do.
///
/// Findings are collected and shown together; they are never thrown. The sentence parts follow one form:
/// `message` is a lowercase line naming the thing in quotes, `details` say what it means, `fix` says what to do. What they
/// repeat of a file is repeated without its secrets.
package struct Diagnostic: Sendable, Equatable {
  package enum Severity: String, Sendable, Comparable, CaseIterable {
    case note, warning, error

    package static func < (left: Severity, right: Severity) -> Bool {
      left.rank < right.rank
    }

    private var rank: Int {
      switch self {
      case .note: 0
      case .warning: 1
      case .error: 2
      }
    }
  }

  package var severity: Severity
  /// Stable name of the kind of finding, such as `image-tag-missing`. The wording may change, the code does not.
  package var code: String
  package var message: String
  package var location: SourceLocation?
  package var details: [String]
  package var fix: String?

  package init(
    _ severity: Severity, _ code: String, _ message: String, at location: SourceLocation? = nil,
    details: [String] = [], fix: String? = nil
  ) {
    self.severity = severity
    self.code = code
    self.message = SecretRendering.masked(message)
    self.location = location
    self.details = details.map(SecretRendering.masked)
    self.fix = fix.map(SecretRendering.masked)
  }
}

extension Array where Element == Diagnostic {
  package var hasErrors: Bool { contains { $0.severity == .error } }

  /// The same findings with warnings taken for errors. Notes stay notes.
  package var strict: [Diagnostic] {
    map { finding in
      var finding = finding
      if finding.severity == .warning { finding.severity = .error }
      return finding
    }
  }

  /// Each finding once, in the place where it stands first.
  package var withoutRepetitions: [Diagnostic] {
    var seen: Set<[String]> = []
    return filter { finding in
      let place = finding.location.map { "\($0)" } ?? ""
      return seen.insert(
        [finding.severity.rawValue, finding.code, place, finding.message, finding.fix ?? ""] + finding.details
      ).inserted
    }
  }

  /// Ordered by file, then by place in it; findings without a place come first. Equal places keep their order.
  package var inFileOrder: [Diagnostic] {
    enumerated().sorted { left, right in
      let a = left.element.location
      let b = right.element.location
      if a?.path != b?.path { return (a?.path ?? "") < (b?.path ?? "") }
      if a?.line != b?.line { return (a?.line ?? 0) < (b?.line ?? 0) }
      if a?.column != b?.column { return (a?.column ?? 0) < (b?.column ?? 0) }
      return left.offset < right.offset
    }.map(\.element)
  }
}
