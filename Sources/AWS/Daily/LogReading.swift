import JSONDocument
package import Providers

extension AWSProvider {
  package func logPage(_ query: LogQuery) async throws(ProviderError) -> LogPage? {
    var input: JSON = [
      "logGroupName": .string(query.group), "startTime": .int(Int((query.since * 1000).rounded(.down))),
    ]
    input["logStreamNamePrefix"] = query.streamPrefix.map { .string($0) }
    input["nextToken"] = query.token.map { .string($0) }
    do throws(ProviderError) {
      let answer = try await calls.call(.logs, "FilterLogEvents", input)
      let next = answer["nextToken"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
      return LogPage(lines: (answer["events"]?.arrayValue ?? []).compactMap(LogLine.init), next: next)
    } catch {
      guard error.isAbsence else { throw error }
      return nil
    }
  }
}

extension LogLine {
  /// An event of the answer to FilterLogEvents.
  fileprivate init?(_ event: JSON) {
    guard let message = event["message"]?.stringValue else { return nil }
    let at = event["timestamp"]?.numberValue?.doubleValue ?? 0
    let stream = event["logStreamName"]?.stringValue ?? ""
    self.init(
      id: event["eventId"]?.stringValue ?? "\(stream) \(at) \(message)", at: at / 1000, stream: stream, message: message)
  }
}
