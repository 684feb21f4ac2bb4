import Engine
import Providers
import Synchronization
import Testing

/// Lines of several sources as one.
@Suite struct LogFeedTests {
  /// Answers pages as they were laid out, and remembers what it was asked.
  private final class Pages: LogReader {
    let pages: Mutex<[String: [LogPage?]]>
    let asked = Mutex<[LogQuery]>([])

    init(_ pages: [String: [LogPage?]]) { self.pages = Mutex(pages) }

    func logPage(_ query: LogQuery) async throws(ProviderError) -> LogPage? {
      asked.withLock { $0.append(query) }
      return pages.withLock { pages in
        guard let page = pages[query.group]?.first else { return LogPage(lines: []) }
        pages[query.group]?.removeFirst()
        return page
      }
    }
  }

  private static func line(_ id: String, _ at: Double) -> LogLine {
    LogLine(id: id, at: at, stream: "s/web/1", message: id)
  }

  private static func source(_ group: String) -> LogSource {
    LogSource(container: "web", group: group, streamPrefix: "s/web/")
  }

  /// The ids that one look tells, each batch as it comes.
  private func look(_ feed: inout LogFeed) async throws -> [[String]] {
    var batches: [[String]] = []
    try await feed.drain { batches.append($0.map(\.line.id)) }
    return batches
  }

  @Test("Lines of several sources stand in the order of their times, and none waits for a page that cannot come before it")
  func merging() async throws {
    let reader = Pages([
      "a": [
        LogPage(lines: [Self.line("a1", 1), Self.line("a4", 4)], next: "n"), LogPage(lines: [Self.line("a6", 6)]),
      ],
      "b": [LogPage(lines: [Self.line("b2", 2), Self.line("b5", 5)])],
    ])
    var feed = LogFeed([Self.source("a"), Self.source("b")], since: 0, from: reader)
    #expect(try await look(&feed) == [["a1", "b2", "a4"], ["b5", "a6"]])
  }

  @Test("An empty page with another one after it is no end")
  func emptyPages() async throws {
    let reader = Pages(["a": [LogPage(lines: [], next: "1"), LogPage(lines: [], next: "2"), LogPage(lines: [Self.line("a", 3)])]])
    var feed = LogFeed([Self.source("a")], since: 0, from: reader)
    #expect(try await look(&feed) == [["a"]])
    #expect(reader.asked.withLock { $0.map(\.token) } == [nil, "1", "2"])
  }

  @Test("A token that is answered again ends the look")
  func tokenThatStays() async throws {
    let reader = Pages(["a": [LogPage(lines: [], next: "1"), LogPage(lines: [], next: "1"), LogPage(lines: [Self.line("x", 3)])]])
    var feed = LogFeed([Self.source("a")], since: 0, from: reader)
    #expect(try await look(&feed) == [])
  }

  @Test("The next look begins a little before the last line, tells what came late, and tells nothing twice")
  func following() async throws {
    let reader = Pages([
      "a": [
        LogPage(lines: [Self.line("first", 100), Self.line("second", 200)]),
        LogPage(lines: [Self.line("late", 180), Self.line("second", 200), Self.line("third", 210)]),
      ]
    ])
    var feed = LogFeed([Self.source("a")], since: 50, from: reader)
    #expect(try await look(&feed) == [["first", "second"]])
    #expect(try await look(&feed) == [["late", "third"]])
    #expect(reader.asked.withLock { $0.map(\.since) } == [50, 170])
  }

  @Test("A look never begins before the instant that was asked for")
  func since() async throws {
    let reader = Pages(["a": [LogPage(lines: [Self.line("first", 60)]), LogPage(lines: [])]])
    var feed = LogFeed([Self.source("a")], since: 50, from: reader)
    _ = try await look(&feed)
    _ = try await look(&feed)
    #expect(reader.asked.withLock { $0.map(\.since) } == [50, 50])
  }

  @Test("A group that is not there is named, until it is there")
  func absence() async throws {
    let reader = Pages(["a": [nil, LogPage(lines: [Self.line("first", 60)])]])
    var feed = LogFeed([Self.source("a")], since: 50, from: reader)
    #expect(try await look(&feed) == [])
    #expect(feed.missing == ["a"])
    #expect(try await look(&feed) == [["first"]])
    #expect(feed.missing.isEmpty)
  }
}
