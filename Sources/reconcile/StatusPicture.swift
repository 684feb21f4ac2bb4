import Platform
import Recording
import Reporting

/// What `status -watch` shows: on a terminal always the whole, elsewhere the lines that are not as they were.
struct StatusPicture {
  private let session: Session
  private let redraws: Bool
  private var shown: [String] = []

  init(_ session: Session) {
    self.session = session
    redraws = session.format == .text && session.processEnvironment.canRedraw(.standardOutput)
  }

  mutating func show(_ views: [StatusView]) {
    let text = views.map { $0.rendered(as: session.format, style: session.style) }.joined(separator: "\n")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    defer { shown = lines }
    guard !redraws else { return draw(lines) }
    let news = lines.filter { !shown.contains($0) }
    guard !news.isEmpty else { return }
    switch session.format {
    case .json: Stream.standardOutput.write(json: news.map { $0 + "\n" }.joined())
    case .text, .markdown:
      let time = shown.isEmpty ? [] : ["", UTC.text(ProcessEnvironment.now)]
      Stream.standardOutput.write(Message(lines: time + (shown.isEmpty ? Array(lines.dropLast()) : news)))
    }
  }

  /// As much of it as there is room for.
  private func draw(_ lines: [String]) {
    let room = max(1, Stream.standardOutput.size.height - 2)
    let time = UTC.text(ProcessEnvironment.now)
    Stream.standardOutput.redraw(
      Message(lines: Array(lines.prefix(room)) + [session.style.paint("\(time); Ctrl-C ends it", .muted)]))
  }
}
