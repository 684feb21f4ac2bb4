import AWSHTTPS
import JSONDocument
import Loading
import Platform

/// How long and how often something is tried. All of it together ends before the `patience` of who sends it.
package struct DeliveryPace: Sendable, Equatable {
  /// For one attempt, until its whole answer is there.
  package var seconds = 8
  /// Before the second attempt, the third, and so on.
  package var pauses: [Duration] = [.seconds(1), .seconds(4)]

  package init() {}

  /// A receiver that asks for more time than this is not waited for.
  static let longestWish = Duration.seconds(5)

  var patience: Duration { .seconds(seconds * (pauses.count + 1) + 2) + Self.longestWish * pauses.count }
}

/// Why somebody was not told. No message has an address, a token or a key in it.
package struct DeliveryProblem: Error, Sendable, Equatable, CustomStringConvertible {
  package var description: String

  init(_ words: String) { description = words }
}

/// Brings letters to one address: again when nobody answered or the receiver was out of order, and never for long.
struct Delivery: Sendable {
  let settings: NotificationSettings
  let pace: DeliveryPace
  let variables: ProcessEnvironment
  private let post: WebPost

  init(_ settings: NotificationSettings, pace: DeliveryPace, variables: ProcessEnvironment) {
    self.settings = settings
    self.pace = pace
    self.variables = variables
    post = WebPost(seconds: pace.seconds, variables: variables)
  }

  func deliver(_ letter: Letter) async throws {
    var address = try address()
    for (name, value) in letter.query.sorted(by: { $0.key < $1.key }) { address = address.adding(name, value) }
    let body = letter.body.map { Array($0.text().utf8) } ?? []
    let headers = try headers(of: letter, body)
    for pause in pace.pauses.map(Optional.some) + [nil] {
      switch await attempt(body, address, headers) {
      case .delivered: return
      case .failed(let problem): throw problem
      case .unanswered(let problem, let wish):
        guard let pause else { throw problem }
        try await Task.sleep(for: max(wish, pause))
      }
    }
  }

  private enum Attempt {
    case delivered
    /// Another one may do better, after what the receiver asks for.
    case unanswered(DeliveryProblem, wish: Duration)
    case failed(DeliveryProblem)
  }

  private func attempt(
    _ body: [UInt8], _ address: WebAddress, _ headers: [(name: String, value: String)]
  ) async -> Attempt {
    do throws(WebFailure) {
      let answer = try await post.send(body, to: address, headers: headers)
      if (200..<300).contains(answer.status) { return .delivered }
      let problem = DeliveryProblem("it was answered with \(answer.status)\(Self.word(answer))")
      guard answer.status == 429 || answer.status >= 500, let wish = Self.wish(answer) else { return .failed(problem) }
      return .unanswered(problem, wish: wish)
    } catch {
      let problem = DeliveryProblem(error.words)
      return error.isWorthRepeating ? .unanswered(problem, wish: .zero) : .failed(problem)
    }
  }

  private func headers(of letter: Letter, _ body: [UInt8]) throws -> [(name: String, value: String)] {
    var headers = letter.headers.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
    headers.append((name: "User-Agent", value: "reconcile"))
    if letter.body != nil { headers.append((name: "Content-Type", value: "application/json")) }
    if letter.isSigned, let source = settings.secret {
      let key = try text(source, "the key")
      headers.append((name: "X-Reconcile-Signature", value: "sha256=\(WebPost.signature(of: body, key: Array(key.utf8)))"))
    }
    return headers
  }

  // MARK: Secrets

  private func address() throws -> WebAddress {
    let text = try text(settings.url, "the address")
    let place = Self.place(settings.url)
    do throws(WebAddress.Problem) { return try WebAddress(text) } catch {
      switch error {
      case .notAnAddress: throw DeliveryProblem("what \(place) holds is no address that begins with https://")
      case .plain:
        throw DeliveryProblem("what \(place) holds is an address of plain http, where others could read its token; use https")
      }
    }
  }

  /// What the variable or the file holds, without blanks around it.
  private func text(_ source: NotificationSettings.Source, _ what: String) throws -> String {
    let found: String?
    switch source {
    case .variable(let name): found = variables[name]
    case .file(let path):
      do { found = String(decoding: try FileSystem.readRegularFile(path, limit: 1 << 16), as: UTF8.self) } catch {
        throw DeliveryProblem("\(what) could not be read from the file \(path) (\(error.reason.lowercased()))")
      }
    }
    guard let text = found?.trimmed, !text.isEmpty else {
      throw DeliveryProblem("\(Self.place(source)) is not set or empty, which should hold \(what)")
    }
    return text
  }

  private static func place(_ source: NotificationSettings.Source) -> String {
    switch source {
    case .variable(let name): "the variable \(name)"
    case .file(let path): "the file \(path)"
    }
  }

  // MARK: Answers

  /// Of Slack's answers, such as `no_service`. Others may repeat what they were asked.
  private static func word(_ answer: WebAnswer) -> String {
    let known = [
      "invalid_payload", "no_text", "user_not_found", "channel_not_found", "channel_is_archived", "action_prohibited",
      "invalid_token", "no_service", "no_team", "rollup_error", "posting_to_general_channel_denied", "too_many_attachments",
    ]
    let text = String(decoding: answer.body.prefix(64), as: UTF8.self)
    return known.contains(text) ? " (\(text))" : ""
  }

  /// How long the receiver asks to be left alone; nil: for too long.
  private static func wish(_ answer: WebAnswer) -> Duration? {
    guard let seconds = answer.headers["retry-after"].flatMap(Int.init) else { return .zero }
    return seconds >= 0 && .seconds(seconds) <= DeliveryPace.longestWish ? .seconds(seconds) : nil
  }
}
