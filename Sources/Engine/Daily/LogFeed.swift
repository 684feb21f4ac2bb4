package import Providers

/// The lines of several sources as one, in the order of their times, and then what is written anew.
///
/// No more than a page of each source is held at once.
package struct LogFeed: Sendable {
  /// A line, and whose it is.
  package struct Entry: Sendable, Equatable {
    package var source: LogSource
    package var line: LogLine
  }

  private var channels: [Channel]
  private let reader: any LogReader
  /// Groups that were not there.
  package private(set) var missing: Set<String> = []

  /// Lines may arrive so many seconds after others that were written later.
  static let lateness = 30.0

  /// `since`: seconds since 1970.
  package init(_ sources: [LogSource], since: Double, from reader: any LogReader) {
    channels = sources.map { Channel(source: $0, since: since) }
    self.reader = reader
  }

  /// All lines that are there and were not told before.
  package mutating func drain(_ tell: ([Entry]) -> Void) async throws(ProviderError) {
    for index in channels.indices { channels[index].begin() }
    while true {
      for index in channels.indices { try await fill(index) }
      // Nothing earlier can come of a source whose last line of this page is later.
      let horizon = channels.filter { !$0.isDone }.compactMap(\.waiting.last?.at).min() ?? .infinity
      let ready = channels.indices.flatMap { index in
        channels[index].take(until: horizon).map { Entry(source: channels[index].source, line: $0) }
      }
      let ordered = ready.enumerated().sorted { ($0.element.line.at, $0.offset) < ($1.element.line.at, $1.offset) }
      if !ordered.isEmpty { tell(ordered.map(\.element)) }
      if channels.allSatisfy({ $0.isDone && $0.waiting.isEmpty }) { return }
    }
  }

  private mutating func fill(_ index: Int) async throws(ProviderError) {
    while channels[index].waiting.isEmpty, !channels[index].isDone {
      guard let page = try await reader.logPage(channels[index].query) else {
        missing.insert(channels[index].source.group)
        channels[index].isDone = true
        return
      }
      missing.remove(channels[index].source.group)
      channels[index].add(page)
    }
  }
}

/// What is known of one source.
private struct Channel: Sendable {
  let source: LogSource
  var waiting: [LogLine] = []
  var isDone = false

  private var since: Double
  private var token: String?
  private var latest: Double
  /// Lines that were taken and that the next look may be answered again, with their times.
  private var told: [String: Double] = [:]

  init(source: LogSource, since: Double) {
    self.source = source
    self.since = since
    latest = since
  }

  var query: LogQuery { LogQuery(group: source.group, streamPrefix: source.streamPrefix, since: since, token: token) }

  /// Another look, from a little before the latest line on.
  mutating func begin() {
    isDone = false
    token = nil
    since = max(since, latest - LogFeed.lateness)
    told = told.filter { $0.value >= since }
  }

  mutating func add(_ page: LogPage) {
    for line in page.lines where told[line.id] == nil {
      told[line.id] = line.at
      waiting.append(line)
      latest = max(latest, line.at)
    }
    told = told.filter { $0.value >= latest - LogFeed.lateness }
    // A token that is answered again leads nowhere.
    isDone = page.next == nil || page.next == token
    token = page.next
  }

  mutating func take(until horizon: Double) -> [LogLine] {
    let ready = waiting.filter { $0.at <= horizon }
    waiting.removeAll { $0.at <= horizon }
    return ready
  }
}
