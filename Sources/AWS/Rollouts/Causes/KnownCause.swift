import Providers

/// A known way in which tasks fail: the signs by which it is recognised, and what to tell a person.
struct KnownCause: Sendable {
  /// One sign. A cause is recognised when all of its signs are there.
  enum Sign: Sendable {
    /// Some reason or event holds this text; letters' case does not matter.
    case says(String)
    case saysOneOf([String])
    /// A container ended with this code.
    case exit(Int)
  }

  var code: String
  var signs: [Sign]
  var meaning: String
  var advice: String
  /// The code of a cause that this one tells more precisely, and which is left out beside it.
  var refines: String?

  var cause: FailureCause { FailureCause(code: code, meaning: meaning, advice: advice) }
}

/// Everything that was said about failing tasks, for matching.
struct Symptoms {
  /// Lower case.
  private let texts: [String]
  private let exitCodes: Set<Int>

  init(_ evidence: RolloutEvidence) {
    var texts = evidence.tasks.flatMap { task in
      [task.stopCode, task.reason].compactMap { $0 } + task.containers.compactMap(\.reason)
    }
    texts += evidence.events + evidence.logs.flatMap(\.lines)
    texts += evidence.targets.flatMap { [$0.reason, $0.description].compactMap { $0 } }
    self.texts = texts.map { $0.lowercased() }
    exitCodes = Set(evidence.tasks.flatMap { Self.telling($0.containers.compactMap(\.exitCode)) })
  }

  /// When one container of a task ends, ECS stops the others: how they ended then tells nothing.
  private static func telling(_ codes: [Int]) -> [Int] {
    let own = codes.filter { ![0, 137, 143].contains($0) }
    if !own.isEmpty { return own }
    let stopped = codes.filter { $0 != 0 }
    return stopped.isEmpty ? codes : stopped
  }

  /// What is recognised, most telling first. What is general is left out where something special was found.
  func causes() -> [FailureCause] {
    let recognised = KnownCauses.special.filter(isRecognised)
    let refined = Set(recognised.compactMap(\.refines))
    let special = recognised.filter { !refined.contains($0.code) }
    let others = [KnownCauses.general, KnownCauses.vague].lazy.map { $0.filter(isRecognised) }
    let found = special.isEmpty ? others.first { !$0.isEmpty } ?? [] : special
    return found.map(\.cause)
  }

  private func isRecognised(_ cause: KnownCause) -> Bool {
    cause.signs.allSatisfy { sign in
      switch sign {
      case .says(let text): says(text)
      case .saysOneOf(let texts): texts.contains(where: says)
      case .exit(let code): exitCodes.contains(code)
      }
    }
  }

  private func says(_ text: String) -> Bool {
    let text = text.lowercased()
    return texts.contains { $0.contains(text) }
  }
}
