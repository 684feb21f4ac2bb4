import Resources

/// Reads what containers wrote. Changes nothing.
package protocol LogReader: Sendable {
  /// A page of lines, oldest first. Nil when there is no such log group.
  ///
  /// A page may be empty and have another one after it: the cloud looks through a group piece by piece.
  func logPage(_ query: LogQuery) async throws(ProviderError) -> LogPage?
}

/// Lines of some streams of a log group.
package struct LogQuery: Sendable, Hashable {
  package var group: String
  /// What the names of the streams begin with; nil: all of the group.
  package var streamPrefix: String?
  /// Seconds since 1970; earlier lines are left out.
  package var since: Double
  /// Where the page before ended; nil for the first one.
  package var token: String?

  package init(group: String, streamPrefix: String?, since: Double, token: String? = nil) {
    self.group = group
    self.streamPrefix = streamPrefix
    self.since = since
    self.token = token
  }
}

package struct LogPage: Sendable, Equatable {
  package var lines: [LogLine]
  /// The way to the next page; nil after the last one.
  package var next: String?

  package init(lines: [LogLine], next: String? = nil) {
    self.lines = lines
    self.next = next
  }
}

/// What was written at once: a line, or several.
package struct LogLine: Sendable, Equatable {
  /// The cloud's name of it, each its own inside of a group.
  package var id: String
  /// Seconds since 1970, as the container's machine says.
  package var at: Double
  package var stream: String
  package var message: String

  package init(id: String, at: Double, stream: String, message: String) {
    self.id = id
    self.at = at
    self.stream = stream
    self.message = message
  }

  /// The task that wrote it: the last part of the stream's name.
  package var task: String { ARN.lastName(of: stream) }
}
