package import Applying
package import Planning
package import Providers
package import Resources
import Secrets

/// What somebody who is not there is told of a run: what happened where and by whom, and which images moved.
///
/// It holds words as they are shown on a terminal, without a secret in them; whoever sends it decides nothing.
package struct Notice: Sendable, Equatable {
  package enum Kind: String, Sendable {
    case start, success, failure, drift
  }

  /// Who did it, and where that can be read.
  package struct Context: Sendable, Equatable {
    /// As the history calls it: `apply`.
    package var operation: String
    package var who: String
    package var runURL: String?
    package var sourceCommit: String?
    /// In the words of who did it.
    package var reason: String?
    /// Seconds since 1970.
    package var time: Int64

    package init(operation: String, who: String, time: Int64) {
      self.operation = operation
      self.who = who
      self.time = time
    }
  }

  package struct TagMove: Sendable, Hashable {
    /// Its repository.
    package var image: String
    package var before: String
    package var after: String
  }

  package struct Outcome: Sendable, Equatable {
    package var address: String
    /// `completed`, `rolled back` …
    package var word: String
    package var sentence: String
    package var isGood: Bool
  }

  package var kind: Kind
  /// `prod: Apply ended with a rollback: aws_ecs_service.api.`
  package var headline: String
  /// One word: `succeeded`, `rolledBack` …; nil where nothing has ended.
  package var result: String?
  package var environment: EnvironmentIdentity
  package var context: Context
  /// Ordered by image.
  package var tags: [TagMove]
  /// In the order of addresses; those that did not go well first.
  package var outcomes: [Outcome]

  /// A run has begun to perform the plan.
  package init(beginning plan: Plan, _ context: Context) {
    let counts = plan.counts
    self.init(
      .start, plan, context,
      headline: "\(context.operation) began: \(counts.add) to add, \(counts.change) to change, \(counts.destroy) to destroy.")
  }

  /// A run has ended, and that is written down. `asked`: the end of rollouts that was asked for.
  package init(ending report: ApplyReport, asked: RolloutVerdict.Outcome, _ context: Context) {
    let view = ApplyView(report, asked: asked)
    let text = ApplyReportText(view)
    self.init(view.isAsAsked ? .success : .failure, report.plan, context, headline: text.conclusion)
    result = view.isAsAsked ? ApplyConclusion.succeeded.rawValue : view.conclusion.rawValue
    let outcomes = view.entries.map { entry in
      Outcome(
        address: entry.address.description, word: entry.word, sentence: Self.plain(entry.sentence), isGood: entry.state == .good)
    }
    self.outcomes = outcomes.filter { !$0.isGood } + outcomes.filter(\.isGood)
  }

  /// Somebody else has changed what was recorded; nil when nobody has.
  package init?(driftOf plan: Plan, _ context: Context) {
    guard !plan.drift.isEmpty else { return nil }
    let count = plan.drift.count
    self.init(
      .drift, plan, context, headline: "\(counted(count, "resource")) \(count == 1 ? "was" : "were") changed by somebody else.")
    tags = []
    outcomes = plan.drift.map { drift in
      let fields = drift.fields.map { "\($0.path)" }
      return Outcome(
        address: drift.address.description, word: drift.kind.rawValue, sentence: Self.plain(listed(fields, limit: 5)),
        isGood: false)
    }
  }

  private init(_ kind: Kind, _ plan: Plan, _ context: Context, headline: String) {
    self.kind = kind
    self.environment = plan.environment
    self.context = context
    self.context.reason = context.reason.map(Self.plain)
    self.headline = "\(plan.environment.name): \(Self.plain(headline))"
    outcomes = []
    let moves = plan.changes.flatMap(\.fields).compactMap(\.imageChange?.way).map { way in
      let path = way.image.split(separator: "/").dropFirst().joined(separator: "/")
      return TagMove(
        image: path.isEmpty ? way.image : path, before: ImageText.shortened(way.before), after: ImageText.shortened(way.after))
    }
    tags = Set(moves).sorted { ($0.image, $0.before, $0.after) < ($1.image, $1.before, $1.after) }
  }

  /// On one line, with nothing hidden in it, and no secret.
  private static func plain(_ text: String) -> String { SecretRendering.masked(Printable.line(text)) }
}
