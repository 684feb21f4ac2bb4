import Diagnostics
import JSONDocument
import Resources

/// Reads `checks` of environment.json: for each service, by the name of its file, what must be true after its rollouts.
///
///     "checks": {"api": [
///       {"url": "https://api.example.com/version", "json": {"/tag": "${tag.api}"}, "attempts": 10, "interval": 5},
///       {"command": ["./smoke-test", "quick"], "timeout": 60}]}
struct ChecksReader {
  private let services: [Resource]
  private let specs: [Address: Resource]
  private let file: String

  private static let known = ["//", "url", "status", "json", "command", "attempts", "interval", "timeout"]

  init(specs: [Resource], file: String) {
    services = specs.filter { $0.identity.kind == .service }
    self.specs = Dictionary(specs.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
    self.file = file
  }

  /// `checks` with everything interpolated.
  func read(_ checks: JSON, _ run: inout LoadingRun) -> [Address: [RolloutCheck]] {
    guard let members = checks.objectValue else {
      report("\"checks\" is \(checks.kindName); it holds a list of checks for each service", checks.mark, &run)
      return [:]
    }
    var read: [Address: [RolloutCheck]] = [:]
    for member in members where member.key != "//" && !member.value.isNull {
      guard let service = services.first(where: { $0.address.name == member.key }) else {
        let names = services.map(\.address.name).sorted()
        let nearest = Nearest.name(to: member.key, among: names)
        run.report(
          .error, "check-service-unknown", "no service is called \"\(member.key)\"", at: member.mark, file: file,
          fix: nearest.map { "write \"\($0)\"" } ?? "remove it, or add services/\(member.key).json")
        continue
      }
      guard let list = member.value.arrayValue else {
        report("the checks of \"\(member.key)\" are \(member.value.kindName); they are a list", member.value.mark, &run)
        continue
      }
      read[service.address] = list.compactMap { check($0, of: service, &run) }
    }
    return read
  }

  private func check(_ json: JSON, of service: Resource, _ run: inout LoadingRun) -> RolloutCheck? {
    guard let members = json.objectValue else {
      report("a check is \(json.kindName); it is an object with \"url\" or \"command\"", json.mark, &run)
      return nil
    }
    for member in members where !Self.known.contains(member.key) {
      let nearest = Nearest.name(to: member.key, among: Self.known)
      report("a check knows no \"\(member.key)\"", member.mark, &run, fix: nearest.map { "write \"\($0)\"" })
    }
    let url = json["url"].flatMap { self.url($0, &run) }
    let command = json["command"].flatMap { self.command($0, &run) }
    let probe: RolloutCheck.Probe
    if let command {
      if let extra = json["status"] ?? json["json"] {
        report("\"status\" and \"json\" say what an address answers; this check is a command", extra.mark, &run)
      }
      probe = .command(command)
    } else if url != nil {
      probe = .http(status: number(json, "status", 100...599, &run) ?? 200, values: expectations(json["json"], &run))
    } else {
      if json["url"] == nil, json["command"] == nil { report("a check needs \"url\" or \"command\"", json.mark, &run) }
      return nil
    }
    let isCommand = command != nil
    return RolloutCheck(
      probe, url: url, service: service.address.name, tag: tag(of: service),
      attempts: number(json, "attempts", 1...1000, &run) ?? (isCommand ? 1 : 10),
      interval: number(json, "interval", 0...3600, &run) ?? 5,
      timeout: number(json, "timeout", 1...3600, &run) ?? (isCommand ? 60 : 5))
  }

  private func url(_ json: JSON, _ run: inout LoadingRun) -> String? {
    if let text = json.stringValue, text.hasPrefix("https://") || text.hasPrefix("http://"), !text.contains(" ") { return text }
    report("the address of a check begins with http:// or https://", json.mark, &run)
    return nil
  }

  private func command(_ json: JSON, _ run: inout LoadingRun) -> [String]? {
    let words = json.arrayValue?.compactMap(\.stringValue) ?? []
    if !words.isEmpty, words.count == json.arrayValue?.count, words[0] != "" { return words }
    report(
      "a command is a list of texts: the program and its arguments", json.mark, &run,
      fix: "write [\"./smoke-test\", \"quick\"]; for a shell, [\"sh\", \"-c\", \"…\"]")
    return nil
  }

  private func expectations(_ json: JSON?, _ run: inout LoadingRun) -> [RolloutCheck.Expectation] {
    guard let json, !json.isNull else { return [] }
    guard let members = json.objectValue else {
      report("\"json\" is \(json.kindName); it holds a value for each JSON pointer", json.mark, &run)
      return []
    }
    return members.compactMap { member in
      guard member.key.isEmpty || member.key.hasPrefix("/") else {
        report("\"\(member.key)\" is no JSON pointer", member.mark, &run, fix: "write \"/\(member.key)\"")
        return nil
      }
      return RolloutCheck.Expectation(pointer: member.key, value: member.value.unmarked)
    }
  }

  private func number(_ json: JSON, _ name: String, _ range: ClosedRange<Int>, _ run: inout LoadingRun) -> Int? {
    guard let value = json[name], !value.isNull else { return nil }
    if let number = value.intValue, range.contains(number) { return number }
    report("\"\(name)\" is a number from \(range.lowerBound) to \(range.upperBound)", value.mark, &run)
    return nil
  }

  /// The tag or digest of the first image that the service's task definition runs.
  private func tag(of service: Resource) -> String? {
    let definition = service.taskDefinitionLink.flatMap { specs[$0] }
    return definition.flatMap { TaskDefinitionDocument($0.attributes).containers.first?.image?.version }
  }

  private func report(_ message: String, _ mark: SourceMark?, _ run: inout LoadingRun, fix: String? = nil) {
    run.report(.error, "check-invalid", message, at: mark, file: file, fix: fix)
  }
}
