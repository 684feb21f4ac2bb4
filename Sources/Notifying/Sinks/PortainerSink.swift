import Reporting

/// The webhook of a service or of a stack in Portainer, which then pulls and deploys (`POST /api/webhooks/TOKEN?tag=TAG`). It takes no
/// body: what happened is no matter to it.
struct PortainerSink: Sink {
  /// Nil: the tag that it has is pulled again.
  let tag: String?

  func letter(about notice: Notice) -> Letter { Letter(query: tag.map { ["tag": $0] } ?? [:]) }
}
