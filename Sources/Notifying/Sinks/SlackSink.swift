import JSONDocument
import Reporting

/// An incoming webhook of Slack (api.slack.com/messaging/webhooks): a text with one attachment, whose colour says how it went.
struct SlackSink: Sink {
  func letter(about notice: Notice) -> Letter {
    let words = NoticeWords(notice: notice)
    var attachment: JSON = [
      "color": .string(Self.colour(notice.kind)), "fallback": .string(Self.escaped(notice.headline)),
      "fields": .array(
        words.facts.map { fact in
          ["title": .string(fact.title), "value": .string(Self.escaped(fact.value)), "short": .bool(fact.title != "Images")]
        }),
    ]
    if !words.lines.isEmpty { attachment["text"] = .string(Self.escaped(words.lines)) }
    let link = notice.context.runURL.flatMap(Self.link).map { " \($0)" } ?? ""
    return Letter(body: ["text": .string(Self.escaped(notice.headline) + link), "attachments": [attachment]])
  }

  private static func colour(_ kind: Notice.Kind) -> String {
    switch kind {
    case .start: "#439FE0"
    case .success: "good"
    case .failure: "danger"
    case .drift: "warning"
    }
  }

  /// Nothing that could end a link or begin another word of Slack's.
  private static func link(_ url: String) -> String? {
    guard url.hasPrefix("https://") || url.hasPrefix("http://"), !url.contains(where: { "<>|\" \n".contains($0) }) else {
      return nil
    }
    return "<\(escaped(url))|the run>"
  }

  /// As Slack asks for it: `<!channel>` in a name calls nobody.
  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
