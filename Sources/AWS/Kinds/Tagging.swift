import JSONDocument
import Providers

/// How a service of AWS writes tags (law A5).
enum TagForm: Sendable {
  /// ECS: `[{"key": …, "value": …}]`
  case lowerCase
  /// ECR: `[{"Key": …, "Value": …}]`
  case upperCase
  /// CloudWatch Logs: `{key: value}`
  case map

  func pairs(_ tags: JSON?) -> [String: String] {
    switch self {
    case .lowerCase: Self.pairs(tags, key: "key", value: "value")
    case .upperCase: Self.pairs(tags, key: "Key", value: "Value")
    case .map:
      Dictionary(
        (tags?.objectValue ?? JSONObject()).map { ($0.key, $0.value.stringValue ?? "") }, uniquingKeysWith: { _, last in last })
    }
  }

  func document(_ pairs: [String: String]) -> JSON {
    let sorted = pairs.sorted { $0.key < $1.key }
    return switch self {
    case .lowerCase: .array(sorted.map { ["key": .string($0.key), "value": .string($0.value)] })
    case .upperCase: .array(sorted.map { ["Key": .string($0.key), "Value": .string($0.value)] })
    case .map: .object(JSONObject(sorted.map { JSONObject.Member(key: $0.key, value: .string($0.value)) }))
    }
  }

  private static func pairs(_ tags: JSON?, key: String, value: String) -> [String: String] {
    Dictionary(
      (tags?.arrayValue ?? []).compactMap { tag in tag[key]?.stringValue.map { ($0, tag[value]?.stringValue ?? "") } },
      uniquingKeysWith: { _, last in last })
  }
}

/// What has to be written and removed so that tags become the wanted ones. Tags that AWS or this program keeps stay.
struct TagChange: Equatable {
  var written: [String: String]
  var removed: [String]

  init(from before: [String: String], to after: [String: String]) {
    written = after.filter { before[$0.key] != $0.value && !Self.isReserved($0.key) }
    removed = before.keys.filter { after[$0] == nil && !Self.isReserved($0) }.sorted()
  }

  /// The tags that are there afterwards.
  func applied(to before: [String: String]) -> [String: String] {
    before.filter { !removed.contains($0.key) }.merging(written) { _, new in new }
  }

  static func isReserved(_ key: String) -> Bool {
    key.lowercased().hasPrefix("aws:") || key.hasPrefix("reconcile:")
  }
}

extension APICalls {
  /// Makes the tags of one object the wanted ones, and answers what they are then.
  /// The members of the calls are spelt with small first letters, but Application Auto Scaling capitalizes them.
  func retag(
    _ service: AWSRequest.Service, _ arn: String, form: TagForm, from before: JSON?, to after: JSON?,
    policy: CallPolicy = .standard
  ) async throws(ProviderError) -> JSON {
    let (object, tags, keys) =
      service == .applicationAutoscaling ? ("ResourceARN", "Tags", "TagKeys") : ("resourceArn", "tags", "tagKeys")
    let current = form.pairs(before)
    let change = TagChange(from: current, to: form.pairs(after))
    if !change.written.isEmpty {
      _ = try await call(
        service, "TagResource", [object: .string(arn), tags: form.document(change.written)], policy)
    }
    if !change.removed.isEmpty {
      let input: JSON = [object: .string(arn), keys: .strings(change.removed)]
      if change.written.isEmpty {
        _ = try await call(service, "UntagResource", input, policy)
      } else {
        _ = try await afterChange { () async throws(ProviderError) in
          try await call(service, "UntagResource", input, policy)
        }
      }
    }
    return form.document(change.applied(to: current))
  }
}
