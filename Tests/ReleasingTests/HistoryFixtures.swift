import Recording
import Resources

extension RunRecord {
  /// A run of the history: which tags it asked for, and how it ended.
  static func run(
    _ number: Int, _ tags: [String: String], result: RunResult? = .succeeded, operation: String = "apply",
    targets: [String] = [], images: [RolledOutImage]? = nil, verdicts: [String: String] = [:]
  ) -> RunRecord {
    RunRecord(
      id: RunID(number),
      description: RunDescription(operation: operation, who: "kim@laptop", imageTags: tags, targets: targets),
      startedAt: Timestamp(seconds: Int64(number) * 3600),
      finishedAt: result == nil ? nil : Timestamp(seconds: Int64(number) * 3600 + 60),
      outcome: result.map { RunOutcome(result: $0, summary: "", verdicts: verdicts, images: images) }, serialBefore: number,
      serialAfter: number)
  }
}

extension RolledOutImage {
  static func image(_ key: String, _ tag: String, of service: String) -> RolledOutImage {
    RolledOutImage(
      service: "aws_ecs_service.\(service)", container: key, repository: "registry/\(key)", key: key, before: nil, after: tag)
  }
}
