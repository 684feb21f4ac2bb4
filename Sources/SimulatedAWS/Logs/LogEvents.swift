import AWS
import JSONDocument

/// GetLogEvents, FilterLogEvents and DescribeLogStreams.
struct LogEvents {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  /// Pages of one stream. Tokens are never missing: at an end the one that was sent comes back (API reference, GetLogEvents).
  func get(_ input: JSON) throws(AWSError) -> JSON {
    let group = try group(input)
    guard let stream = try LogStreams(call).stream(input.string("logStreamName") ?? "", of: group) else {
      throw missing("stream")
    }
    // An event at the end itself is not in (API reference, GetLogEvents, `endTime`).
    let events = stream.events.filter { event in
      let at = Int((event.at * 1000).rounded())
      return at >= input["startTime"]?.intValue ?? .min && at < input["endTime"]?.intValue ?? .max
    }
    let limit = input["limit"]?.intValue ?? Self.most
    let page: Range<Int>
    switch try Position(input.string("nextToken")) {
    case .forward(let start)?: page = min(start, events.count)..<min(start + limit, events.count)
    case .backward(let end)?: page = max(0, min(end, events.count) - limit)..<min(end, events.count)
    case nil:
      let isFromHead = input["startFromHead"]?.boolValue == true
      page = isFromHead ? 0..<min(limit, events.count) : max(0, events.count - limit)..<events.count
    }
    return [
      "events": .array(events[page].map { Self.event($0.message, at: $0.at) }),
      "nextForwardToken": .string(Position.forward(page.upperBound).text),
      "nextBackwardToken": .string(Position.backward(page.lowerBound).text),
    ]
  }

  /// Events of all streams of a group, or of some, by their time.
  func filter(_ input: JSON) throws(AWSError) -> JSON {
    let group = try group(input)
    let names = input.texts("logStreamNames")
    let prefix = input.string("logStreamNamePrefix")
    // API reference, FilterLogEvents: "If you specify a value for both […] the action returns an InvalidParameterException".
    guard names.isEmpty || prefix == nil else {
      throw .invalidParameter("LogStreamNamePrefix and LogStreamNames are mutually exclusive.")
    }
    let pattern = try LogFilter(input.string("filterPattern") ?? "")
    let streams = try LogStreams(call).all(of: group).filter { stream in
      names.isEmpty ? stream.name.hasPrefix(prefix ?? "") : names.contains(stream.name)
    }
    guard names.allSatisfy({ name in streams.contains { $0.name == name } }) else { throw missing("stream") }
    var events: [(at: Double, stream: String, number: Int, message: String)] = []
    for stream in streams {
      for (number, event) in stream.events.enumerated() where pattern.matches(event.message) {
        let at = Int((event.at * 1000).rounded())
        guard at >= input["startTime"]?.intValue ?? .min, at <= input["endTime"]?.intValue ?? .max else { continue }
        events.append((event.at, stream.name, number, event.message))
      }
    }
    events.sort { ($0.at, $0.stream, $0.number) < ($1.at, $1.stream, $1.number) }
    if input["startFromHead"]?.boolValue == false { events.reverse() }
    let page = try Page.slice(events, input: input, size: 1...Self.most, usual: Self.most, sizeMember: "limit")
    return .members(
      (
        "events",
        .array(
          page.elements.map { found in
            let id = DeterministicId(seed: "\(found.stream) \(found.number)").hex(32)
            return Self.event(found.message, at: found.at).with("logStreamName", .string(found.stream))
              .with("eventId", .string(id))
          })
      ), ("searchedLogStreams", []), ("nextToken", page.nextToken))
  }

  func streams(_ input: JSON) throws(AWSError) -> JSON {
    let group = try group(input)
    let prefix = input.string("logStreamNamePrefix")
    let byTime = input.string("orderBy") == "LastEventTime"
    // API reference, DescribeLogStreams, `logStreamNamePrefix`: "If orderBy is LastEventTime, you cannot specify this".
    guard !byTime || prefix == nil else {
      throw .invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.")
    }
    var streams = try LogStreams(call).all(of: group).filter { $0.name.hasPrefix(prefix ?? "") }
    if byTime { streams.sort { ($0.events.last?.at ?? 0, $0.name) < ($1.events.last?.at ?? 0, $1.name) } }
    if input["descending"]?.boolValue == true { streams.reverse() }
    let page = try Page.slice(streams, input: input, size: 1...50, usual: 50, sizeMember: "limit")
    let arn = call.arn("logs", "log-group:\(group)")
    return .members(
      ("logStreams", .array(page.elements.map { $0.document(group: arn) })), ("nextToken", page.nextToken))
  }

  /// Events that one answer holds at most.
  private static let most = 10_000

  /// A place between two events of a stream, from which one reads on or back.
  private enum Position {
    case forward(Int)
    case backward(Int)

    init?(_ token: String?) throws(AWSError) {
      guard let token else { return nil }
      guard let number = Int(token.dropFirst(2)), number >= 0 else { throw Self.unknown }
      switch token.prefix(2) {
      case "f/": self = .forward(number)
      case "b/": self = .backward(number)
      default: throw Self.unknown
      }
    }

    private static var unknown: AWSError { .invalidParameter("The specified nextToken is invalid.") }

    var text: String {
      switch self {
      case .forward(let number): "f/\(number)"
      case .backward(let number): "b/\(number)"
      }
    }
  }

  /// The name of a group that is there. It is named by its name, or by an identifier, which may be its ARN.
  private func group(_ input: JSON) throws(AWSError) -> String {
    let identifier = input.string("logGroupIdentifier") ?? ""
    let group = input.string("logGroupName") ?? LogGroupTags.name(inARN: identifier) ?? identifier
    guard try call.documents.contains(.logGroups, group) else { throw missing("group") }
    return group
  }

  private func missing(_ noun: String) -> AWSError {
    AWSError(code: "ResourceNotFoundException", message: "The specified log \(noun) does not exist.")
  }

  private static func event(_ message: String, at instant: Double) -> JSON {
    ["timestamp": .milliseconds(instant), "ingestionTime": .milliseconds(instant), "message": .string(message)]
  }
}
