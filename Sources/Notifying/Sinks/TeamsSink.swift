import JSONDocument
import Reporting

/// A webhook of a workflow in Microsoft Teams, which takes a message with an adaptive card (adaptivecards.io, version 1.4).
struct TeamsSink: Sink {
  func letter(about notice: Notice) -> Letter {
    let words = NoticeWords(notice: notice)
    var body: [JSON] = [
      [
        "type": "TextBlock", "text": .string(Self.escaped(notice.headline)), "weight": "Bolder", "wrap": true,
        "color": .string(Self.colour(notice.kind)),
      ],
      [
        "type": "FactSet",
        "facts": .array(words.facts.map { ["title": .string($0.title), "value": .string(Self.escaped($0.value))] }),
      ],
    ]
    if !words.lines.isEmpty {
      // Two line breaks, because one is none in Markdown.
      let lines = words.lines.replacing("\n", with: "\n\n")
      body.append(["type": "TextBlock", "text": .string(Self.escaped(lines)), "wrap": true])
    }
    var card: JSON = [
      "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4",
      "body": .array(body),
    ]
    if let url = notice.context.runURL, url.hasPrefix("https://") {
      card["actions"] = [["type": "Action.OpenUrl", "title": "The run", "url": .string(url)]]
    }
    return Letter(
      body: [
        "type": "message",
        "attachments": [["contentType": "application/vnd.microsoft.card.adaptive", "content": card]],
      ])
  }

  private static func colour(_ kind: Notice.Kind) -> String {
    switch kind {
    case .start: "Accent"
    case .success: "Good"
    case .failure: "Attention"
    case .drift: "Warning"
    }
  }

  /// Cards read Markdown: no name becomes a link or a heading.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      if "\\`*_[]<>#".contains(character) { escaped.append("\\") }
      escaped.append(character)
    }
    return escaped
  }
}
