import APIModel
import JSONDocument
import Testing

@testable import Resources

/// A kind is a folder in each room and a line in each table. This says which of them somebody forgot.
@Suite("Every kind is complete")
struct EveryKindIsComplete {
  @Test("no part of a kind is left out", arguments: ResourceKind.all)
  func all(kind: ResourceKind) throws {
    let missing = try KindParts.ofThisRepository().missing(of: kind).map(\.rawValue).sorted()
    #expect(missing == [], "\(kind.type)")
  }

  @Test("types, nouns and folders are each one kind's own")
  func own() {
    for names in [ResourceKind.all.map(\.type), ResourceKind.all.map(\.noun), ResourceKind.all.map(\.folder)] {
      #expect(Set(names).count == names.count)
    }
  }

  @Test("a kind that lacks a part is found out", arguments: KindPart.allCases)
  func lacking(part: KindPart) {
    let whole = KindParts.of(.queue())
    #expect(whole.missing(of: .queue()) == [])
    let (kind, parts) = KindParts.lacking(part)
    #expect(parts.missing(of: kind).contains(part))
  }
}

extension ResourceKind {
  /// A kind that there is not, complete unless something is said to be missing.
  fileprivate static func queue(without part: KindPart? = nil) -> ResourceKind {
    ResourceKind(
      type: "aws_sqs_queue", noun: "queue", folder: "queues",
      naming: KindNaming(
        member: "QueueName", terraformScope: part == .naming ? "region" : nil, usualScope: { _, _ in "eu-west-1" }
      ) { ("sqs", $0.name) },
      stage: .logGroups, comparison: .declared, input: KindInput(.logs, "CreateLogGroup"),
      facts: ObjectFacts(
        part == .nameInFacts ? [.integer("DelaySeconds", 0)] : [.string("QueueName"), .integer("DelaySeconds", 0)]),
      limits: part == .nameGrammar ? KindLimits() : KindLimits(names: [.init("QueueName", .plain)]), outputOnly: [],
      answers: KindAnswers(
        list: part == .answers ? nil : "Queues", single: nil, permission: "sqs:GetQueueAttributes", tags: .map),
      canonicalize: { $0 },
      meaning: KindMeaning { queue in
        part == .summary ? [] : queue["DelaySeconds"].map { ["delays by \($0.text()) s"] } ?? []
      })
  }
}

extension KindParts {
  /// All that a kind needs.
  fileprivate static func of(_ kind: ResourceKind) -> KindParts {
    KindParts(
      calls: [kind], permissions: [kind: ["sqs:GetQueueAttributes"]], planters: [kind],
      conformance: ["queue, bare: reads back as it was made"], schemas: ["queue.schema.json"],
      examples: ["queues": [["DelaySeconds": 5]]],
      documentation: ["environment-files.md": "`queues/` holds files of `aws_sqs_queue.STEM`"])
  }

  /// A kind with its tables, of which one thing is missing.
  fileprivate static func lacking(_ part: KindPart) -> (ResourceKind, KindParts) {
    let kind = ResourceKind.queue(without: part)
    var parts = of(kind)
    switch part {
    case .nameInFacts, .nameGrammar, .naming, .answers, .summary: break
    case .calls: parts.calls = []
    case .permissions: parts.permissions = [:]
    case .planter: parts.planters = []
    case .conformance: parts.conformance = []
    case .schema: parts.schemas = []
    case .example: parts.examples = [:]
    case .documentation: parts.documentation = [:]
    }
    return (kind, parts)
  }
}
