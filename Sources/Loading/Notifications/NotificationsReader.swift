import Diagnostics
import JSONDocument
import Platform
import Resources

/// Reads `notifications` of environment.json.
///
///     "notifications": [{"sink": "slack", "urlVariable": "SLACK_URL", "on": ["failure"]}]
///
/// An address holds a token, so it never stands in the file: what is read is where it lies.
struct NotificationsReader {
  let file: String
  /// That of the environment, absolute.
  let directory: String

  private static let members = ["sink", "urlVariable", "urlFile", "on"]
  private static let example = "write \"notifications\": [{\"sink\": \"slack\", \"urlVariable\": \"SLACK_URL\"}]"

  func read(_ value: JSON?, _ run: inout LoadingRun) -> [NotificationSettings] {
    guard let value, !value.isNull else { return [] }
    guard let entries = value.arrayValue else {
      refuse("\"notifications\" is \(value.kindName); it is a list", value.mark, &run, fix: Self.example)
      return []
    }
    return entries.compactMap { notification($0, &run) }
  }

  private func notification(_ value: JSON, _ run: inout LoadingRun) -> NotificationSettings? {
    guard let members = value.objectValue else {
      refuse("a notification is an object, and this is \(value.kindName)", value.mark, &run, fix: Self.example)
      return nil
    }
    guard let sink = sink(value, &run), !holdsSecret(value, &run) else { return nil }
    let known = Self.members + Self.own(sink)
    for member in members where !known.contains(member.key) && member.key != "//" {
      let nearest = Nearest.name(to: member.key, among: known)
      refuse(
        "\(sink.rawValue) knows no \"\(member.key)\"", member.mark, &run, fix: nearest.map { "write \"\($0)\"" } ?? "remove it")
      return nil
    }
    guard let url = source(value, "url", &run) else {
      refuse(
        "the notification does not say where its address lies", value.mark, &run,
        fix: "add \"urlVariable\": \"SLACK_URL\", a variable of the process, or \"urlFile\": \"/run/secrets/slack\"")
      return nil
    }
    guard let occasions = occasions(value["on"], sink, &run) else { return nil }
    return NotificationSettings(
      sink, url: url, secret: source(value, "secret", &run), image: EnvironmentFile.text(value, "tagOf", &run), on: occasions)
  }

  /// Beside those that all have.
  private static func own(_ sink: NotificationSettings.Sink) -> [String] {
    switch sink {
    case .slack, .teams: []
    case .webhook: ["secretVariable", "secretFile"]
    case .portainer: ["tagOf"]
    }
  }

  private func sink(_ value: JSON, _ run: inout LoadingRun) -> NotificationSettings.Sink? {
    let name = value["sink"]?.stringValue
    if let sink = name.flatMap(NotificationSettings.Sink.init) { return sink }
    let known = NotificationSettings.Sink.allCases.map(\.rawValue)
    let nearest = name.flatMap { Nearest.name(to: $0, among: known) }
    refuse(
      value["sink"] == nil ? "the notification has no \"sink\"" : "nobody is told by this \"sink\"",
      value["sink"]?.mark ?? value.mark, &run,
      fix: "write " + (nearest.map { "\"\($0)\"" } ?? known.map { "\"\($0)\"" }.joined(separator: ", ")))
    return nil
  }

  /// The finding has no line, because lines are shown, and it names the variable that is to be set.
  private func holdsSecret(_ value: JSON, _ run: inout LoadingRun) -> Bool {
    guard let member = ["url", "secret"].first(where: { value[$0] != nil }) else { return false }
    let line = value.mark.flatMap(run.sources.location)?.line ?? 0
    run.report(
      .error, "notification-secret",
      "the notification in line \(line) has \"\(member)\" in the file; whoever reads it could write there", at: nil, file: file,
      details: ["It is a secret like a password, and it is one that is known now: have a new one made."],
      fix:
        "put it into a variable of the process and write \"\(member)Variable\": \"NAME\", or into a file: \"\(member)File\": \"PATH\""
    )
    return true
  }

  private func source(_ value: JSON, _ name: String, _ run: inout LoadingRun) -> NotificationSettings.Source? {
    let variable = EnvironmentFile.text(value, "\(name)Variable", &run)
    let path = EnvironmentFile.text(value, "\(name)File", &run)
    if variable != nil, path != nil {
      refuse("\"\(name)Variable\" and \"\(name)File\" are two places", value.mark, &run, fix: "remove one of them")
    }
    if let variable {
      if Self.isName(variable) { return .variable(variable) }
      let member = value["\(name)Variable"]
      run.report(
        .error, "notification-secret", "\"\(name)Variable\" is the name of a variable, and not what is in it", at: nil,
        file: file,
        details: [member?.mark.flatMap(run.sources.location).map { "It stands in line \($0.line)." } ?? ""].filter {
          !$0.isEmpty
        },
        fix: "write a name, such as \"SLACK_URL\", and set that variable where reconcile runs")
      return .variable("")
    }
    return path.map { .file(Paths.joined(directory, $0)) }
  }

  private static func isName(_ text: String) -> Bool {
    let isFirst = { (byte: UInt8) in byte == UInt8(ascii: "_") || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte & 0xDF) }
    guard let first = text.utf8.first, isFirst(first) else { return false }
    return text.utf8.allSatisfy { isFirst($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  private func occasions(
    _ value: JSON?, _ sink: NotificationSettings.Sink, _ run: inout LoadingRun
  ) -> Set<NotificationSettings.Occasion>? {
    // It is asked to deploy something, so it hears of what is there.
    guard let value, !value.isNull else { return sink == .portainer ? [.success] : [.success, .failure] }
    let known = NotificationSettings.Occasion.allCases.map(\.rawValue)
    guard let entries = value.arrayValue, !entries.isEmpty else {
      refuse(
        "\"on\" lists when something is told", value.mark, &run, fix: "write \"on\": [\"success\", \"failure\"]")
      return nil
    }
    var occasions: Set<NotificationSettings.Occasion> = []
    for entry in entries {
      guard let occasion = entry.stringValue.flatMap(NotificationSettings.Occasion.init) else {
        let nearest = entry.stringValue.flatMap { Nearest.name(to: $0, among: known) }
        refuse(
          "\(entry.text()) is no occasion", entry.mark, &run,
          fix: "write " + (nearest.map { "\"\($0)\"" } ?? known.map { "\"\($0)\"" }.joined(separator: ", ")))
        return nil
      }
      occasions.insert(occasion)
    }
    if sink == .portainer, occasions != [.success] {
      refuse(
        "Portainer deploys when it is told something, so it is told of successes only", value.mark, &run, fix: "remove \"on\"")
      return nil
    }
    return occasions
  }

  private func refuse(_ message: String, _ mark: SourceMark?, _ run: inout LoadingRun, fix: String) {
    run.report(.error, "notification", message, at: mark, file: file, fix: fix)
  }
}
