import JSONDocument
import Providers
import Resources

/// Registers one revision, once.
///
/// RegisterTaskDefinition makes another revision each time it is called and knows no client token. So each revision
/// carries the token of its operation as a tag, and before anything is sent a second time, in this run or in a later one, the
/// family is searched for it.
struct Registration {
  let calls: APICalls
  let resource: Resource
  let token: OperationToken

  /// Key of the tag that holds the operation's token.
  static let tagKey = TaskDefinitionDocument.operationTag
  /// ECS's limit for one revision.
  private static let tagLimit = 50

  private var family: String { resource.identity.name }

  func run() async throws(ProviderError) -> Revision {
    // The step may have been begun by a run that was killed.
    let newest = token.isNew ? nil : try await calls.revision(family)
    if let newest, isOwn(newest) { return newest }
    var attemptsLeft = 4
    while true {
      do throws(ProviderError) {
        let answer = try await calls.call(.ecs, "RegisterTaskDefinition", input, .neverRepeat)
        return try APICalls.revision(in: answer, operation: "RegisterTaskDefinition", effect: .unknown)
      } catch {
        attemptsLeft -= 1
        guard error.effect == .unknown, error.kind != .cancelled, attemptsLeft > 0 else { throw error }
        await calls.clock.sleep(for: .seconds(calls.jitter.seconds(in: 1...3)))
        guard let search = try? await search(after: newest?.number ?? 0) else { throw error }
        if let found = search.revision { return found }
      }
    }
  }

  private struct Search {
    var revision: Revision?
  }

  /// Our revision among those that were registered since we looked first.
  private func search(after number: Int) async throws(ProviderError) -> Search {
    guard let newest = try await calls.revision(family) else { return Search() }
    if isOwn(newest) { return Search(revision: newest) }
    for candidate in stride(from: newest.number - 1, to: max(number, newest.number - 20), by: -1) {
      if let revision = try await calls.revision("\(family):\(candidate)"), isOwn(revision) {
        return Search(revision: revision)
      }
    }
    return Search()
  }

  private func isOwn(_ revision: Revision) -> Bool {
    TaskDefinitionDocument(revision.content).operation == token.text
  }

  /// What the files say, as RegisterTaskDefinition takes it.
  static func content(_ resource: Resource) -> JSON {
    var input = resource.attributes
    input["family"] = .string(resource.identity.name)
    for size in ["cpu", "memory"] { input[size] = input[size]?.inQuotes }
    return input
  }

  private var input: JSON {
    var input = Self.content(resource)
    var tags = resource.attributes["tags"]?.arrayValue ?? []
    if tags.count < Self.tagLimit { tags.append(["key": .string(Self.tagKey), "value": .string(token.text)]) }
    input["tags"] = .array(tags)
    return input
  }
}

extension JSON {
  /// RegisterTaskDefinition takes task sizes as text only, while files may write them as numbers.
  fileprivate var inQuotes: JSON {
    guard let number = numberValue else { return self }
    return .string(intValue.map(String.init) ?? number.text)
  }
}
