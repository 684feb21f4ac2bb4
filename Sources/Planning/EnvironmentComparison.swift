import JSONDocument
package import Resources

/// What two environments want differently, beyond what is meant to differ.
///
/// Both are compared in words that stand for what every environment has of its own: its name (and what such a name is also
/// called, `production` for `prod`), its account, region, registry and cluster, the images of its tag map, and ids that AWS has
/// given. So `tracker-staging` and `tracker-prod` are the same name, two subnets are any two subnets, and a log group
/// `/ecs/staging/api` in prod is a difference.
package struct EnvironmentComparison: Sendable {
  package struct Side: Sendable {
    package var desired: DesiredState
    package var images: [String: EnvironmentImage]
    /// What its environment.json declares as meant to differ.
    package var intended: [IgnoreRule]

    package init(_ desired: DesiredState, images: [String: EnvironmentImage], intended: [IgnoreRule]) {
      self.desired = desired
      self.images = images
      self.intended = intended
    }
  }

  /// One resource that is not the same.
  package struct Difference: Sendable, Equatable {
    package enum Presence: Sendable, Equatable {
      case both, firstOnly, secondOnly
    }

    package var address: Address
    package var presence: Presence
    /// From the first environment to the second, ordered by path.
    package var fields: [FieldChange]
  }

  /// One that is meant to be.
  package struct Intended: Sendable, Equatable {
    package var address: Address
    /// Nil: the whole resource.
    package var field: FieldChange?
    package var presence: Difference.Presence
    package var reason: String
  }

  package struct Outcome: Sendable, Equatable {
    /// Both ordered by address.
    package var differences: [Difference] = []
    package var intended: [Intended] = []
    /// Resources that are the same.
    package var same = 0
  }

  private let first: Side
  private let second: Side
  private let rules: [IgnoreRule]
  /// The tags that one image has in the first environment and in the second.
  private let tagPairs: Set<[String]>

  package init(_ first: Side, _ second: Side) {
    self.first = first
    self.second = second
    rules = first.intended + second.intended
    tagPairs = Set(
      first.images.compactMap { key, image in
        image.tag.flatMap { one in second.images[key]?.tag.map { [one, $0] } }
      })
  }

  package func outcome() -> Outcome {
    let (one, other) = (resources(first, beside: second), resources(second, beside: first))
    var outcome = Outcome()
    for address in Set(one.keys).union(other.keys).sorted() {
      compare(address, one[address], other[address], &outcome)
    }
    return outcome
  }

  private func resources(_ side: Side, beside other: Side) -> [Address: JSON] {
    let words = NeutralWords(of: side, beside: other)
    return Dictionary(
      side.desired.resources.map { ($0.address, words.neutral($0.attributes, $0.address.kind)) }, uniquingKeysWith: { $1 })
  }

  private func compare(_ address: Address, _ one: JSON?, _ other: JSON?, _ outcome: inout Outcome) {
    let rules = rules.filter { $0.concerns(address) }
    let presence: Difference.Presence = other == nil ? .firstOnly : one == nil ? .secondOnly : .both
    guard let one, let other else {
      if let rule = rules.first(where: \.isAboutAll) {
        outcome.intended.append(Intended(address: address, presence: presence, reason: rule.reason))
      } else {
        outcome.differences.append(Difference(address: address, presence: presence, fields: []))
      }
      return
    }
    var fields = StandaloneComparison(address.kind, before: one, after: other, authority: .both).outcome().fields
    fields.removeAll(where: isOfTagMaps)
    var left: [FieldChange] = []
    for field in fields {
      if let rule = rules.first(where: { $0.isAboutAll || $0.path.covers(field.path) }) {
        outcome.intended.append(Intended(address: address, field: field, presence: .both, reason: rule.reason))
      } else {
        left.append(field)
      }
    }
    if !left.isEmpty { outcome.differences.append(Difference(address: address, presence: .both, fields: left)) }
    if fields.isEmpty { outcome.same += 1 }
  }

  /// It only repeats the tags of one image, which are compared apart.
  private func isOfTagMaps(_ field: FieldChange) -> Bool {
    guard case .known(let before) = field.before, case .known(let after) = field.after,
      let one = before.stringValue, let other = after.stringValue
    else { return false }
    return tagPairs.contains([one, other])
  }
}

extension IgnoreRule {
  /// `*`: the resource as a whole.
  fileprivate var isAboutAll: Bool { path.steps == [.any] }
}

/// Documents of one environment in words that every environment has.
private struct NeutralWords {
  /// Texts and what stands for them, in the order in which they are looked for.
  private let texts: [(text: String, neutral: String)]
  private let names: Set<String>
  private let images: [String: String]

  init(of side: EnvironmentComparison.Side, beside other: EnvironmentComparison.Side) {
    let environment = side.desired.environment
    let provider = environment.provider
    texts = [
      (provider.registry, "${registry}"), (environment.cluster, "${cluster}"), (provider.accountId, "${account}"),
      (provider.region, "${region}"),
    ].filter { $0.0 != ResourceIdentity.defaultCluster }
    names = Self.names(of: environment.name, beside: other.desired.environment.name)
    images = Dictionary(
      side.images.values.compactMap { image in image.reference.map { ($0.description, "${image.\(image.key)}") } },
      uniquingKeysWith: { first, _ in first })
  }

  /// What environments of one purpose are called.
  private static let purposes: [Set<String>] = [
    ["prod", "production", "prd", "live"], ["staging", "stage", "stg"], ["dev", "development"], ["test", "testing"],
    ["qa", "quality"], ["preprod", "preproduction"],
  ]

  /// The words of its name that the other one has not, each with what else it is called: `production` of `shop-prod` beside
  /// `shop-staging`.
  private static func names(of name: String, beside other: String) -> Set<String> {
    let own = words(of: name).subtracting(words(of: other))
    return own.reduce(own) { names, word in names.union(purposes.first { $0.contains(word) } ?? []) }
  }

  private static func words(of name: String) -> Set<String> { Set(name.lowercased().split(separator: "-").map(String.init)) }

  func neutral(_ document: JSON, _ kind: ResourceKind) -> JSON {
    var ids = GivenIds()
    guard kind == .taskDefinition else { return neutral(document, &ids) }
    return neutral(TaskDefinitionDocument(document).replacingImageTexts { images[$0] }.json, &ids)
  }

  private func neutral(_ json: JSON, _ ids: inout GivenIds) -> JSON {
    switch json.content {
    case .null, .bool, .number: return json
    case .string(let text): return .string(neutral(text, &ids))
    case .array(let elements): return .array(elements.map { neutral($0, &ids) })
    case .object(let members):
      return .object(JSONObject(members.map { JSONObject.Member(key: $0.key, value: neutral($0.value, &ids)) }))
    }
  }

  private func neutral(_ text: String, _ ids: inout GivenIds) -> String {
    guard !images.values.contains(text) else { return text }
    let text = texts.reduce(ids.neutral(text)) { $0.replacing($1.text, with: $1.neutral) }
    return withoutNames(text)
  }

  /// Names count as whole words: `prod` in `tracker-prod`, and not in `products`.
  private func withoutNames(_ text: String) -> String {
    var output = ""
    var rest = text[...]
    while let first = rest.first {
      let word = rest.prefix { $0.isLetter || $0.isNumber }
      if word.isEmpty {
        output.append(first)
        rest.removeFirst()
      } else {
        output += names.contains(word.lowercased()) ? "${environment}" : word
        rest = rest.dropFirst(word.count)
      }
    }
    return output
  }
}

/// Ids that AWS has given to things of one environment, which no other has: each is known by its place among those of its sort
/// in one document, so that a third subnet is seen.
private struct GivenIds {
  private var numbers: [String: [String: Int]] = [:]

  /// With `${subnet.1}` for `subnet-0a1b2c3d`.
  mutating func neutral(_ text: String) -> String {
    guard text.utf8.count >= 11, text.contains("-") || text.contains("/") else { return text }
    var output = text
    // The forms of resource ids (EC2 user guide, "Resource IDs"): eight digits, or seventeen.
    for match in text.matches(of: /\b(subnet|sg|vpc|vpce|eni|fs|fsap|vol|eipalloc|lt)-(?:[0-9a-f]{17}|[0-9a-f]{8})\b/) {
      output = output.replacing(match.output.0, with: name(String(match.output.1), String(match.output.0)))
    }
    guard let arn = ARN(text) else { return output }
    switch arn.service {
    case "elasticloadbalancing":
      // targetgroup/web/3f1c9a7be2d04856, listener-rule/app/web/…/…/… (Elastic Load Balancing, "Resource types").
      for match in text.matches(of: /\/([0-9a-f]{16})(?=\/|$)/) {
        output = output.replacing(match.output.1, with: name("id", String(match.output.1)))
      }
    case "secretsmanager":
      // Secrets Manager ends the ARN of a secret with six characters of its own.
      if let match = text.firstMatch(of: /(:secret:[^:]+)-[A-Za-z0-9]{6}(?=:|$)/) {
        output = output.replacing(match.output.0, with: "\(match.output.1)-??????")
      }
    default: break
    }
    return output
  }

  private mutating func name(_ sort: String, _ id: String) -> String {
    let known = numbers[sort, default: [:]]
    let number = known[id] ?? known.count + 1
    numbers[sort, default: [:]][id] = number
    return "${\(sort).\(number)}"
  }
}
