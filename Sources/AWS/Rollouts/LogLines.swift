import JSONDocument
import Providers
import Resources

/// Where the awslogs driver puts the lines of one container: `prefix/container/task` (ECS developer guide).
struct LogStream: CustomStringConvertible {
  let group: String
  let name: String

  init?(_ container: ContainerDocument, task: String) {
    guard let name = container.name, let log = container.log, let prefix = log.streamPrefix else { return nil }
    group = log.group
    self.name = "\(prefix)/\(name)/\(task)"
  }

  var description: String { "\(group) \(name)" }
}

extension APICalls {
  /// So many lines of a container are kept for a person to read.
  private static let lineLimit = 20
  private static let lineManner = CallPolicy(attempts: 2)

  /// The last lines of those containers of a stopped task that ended with an error, where CloudWatch keeps them.
  func lastLines(of task: JSON, revision: String) async throws(ProviderError) -> [RolloutEvidence.LogTail] {
    let failing = (task["containers"]?.arrayValue ?? []).filter { ($0["exitCode"]?.intValue ?? 0) != 0 }
      .compactMap { $0["name"]?.stringValue }
    guard !failing.isEmpty, let revision = try await self.revision(revision),
      let id = task["taskArn"]?.stringValue.map(ARN.lastName)
    else { return [] }
    var tails: [RolloutEvidence.LogTail] = []
    for container in TaskDefinitionDocument(revision.content).containers {
      guard let name = container.name, failing.contains(name), let stream = LogStream(container, task: id) else { continue }
      let lines = try await lastLines(of: stream)
      if !lines.isEmpty { tails.append(RolloutEvidence.LogTail(container: name, source: stream.description, lines: lines)) }
    }
    return tails
  }

  private func lastLines(of stream: LogStream) async throws(ProviderError) -> [String] {
    let input: JSON = ["limit": .int(Self.lineLimit), "startFromHead": false]
    return try await events(of: stream, input)?.lines ?? []
  }

  /// The lines that were written after `token`; all when there is none.
  func newLines(of stream: LogStream, after token: String?) async throws(ProviderError) -> (lines: [String], token: String?) {
    var input: JSON = ["startFromHead": true]
    input["nextToken"] = token.map { .string($0) }
    return try await events(of: stream, input) ?? ([], token)
  }

  /// Nil for a stream that does not exist: the container wrote nothing.
  private func events(
    of stream: LogStream, _ more: JSON
  ) async throws(ProviderError) -> (lines: [String], token: String?)? {
    var input = more
    input["logGroupName"] = .string(stream.group)
    input["logStreamName"] = .string(stream.name)
    do throws(ProviderError) {
      let answer = try await call(.logs, "GetLogEvents", input, Self.lineManner)
      let lines = (answer["events"]?.arrayValue ?? []).compactMap { $0["message"]?.stringValue }
      return (lines, answer["nextForwardToken"]?.stringValue)
    } catch {
      guard error.isAbsence else { throw error }
      return nil
    }
  }
}
