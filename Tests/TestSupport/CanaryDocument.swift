package import JSONDocument
package import Resources

/// A document with a secret in every place of a kind that takes text, as far as its facts know: under names of secrets, in
/// every spelling of entries, and in forms that are secrets under any name.
package struct CanaryDocument {
  /// So that two documents of different generations differ in every place.
  private let generation: Int

  package init(_ generation: Int) {
    self.generation = generation
  }

  /// Whether a line of output holds a canary of any generation.
  package static func isSeen(in text: String) -> Bool {
    text.contains("canary-") || text.contains("magpie") || text.contains(/7[0-9]{2}0077/)
  }

  package var canary: String { "magpie\(generation)Nest" }
  /// A secret that is a number.
  package var number: Int { 7_000_077 + generation * 10_000 }

  private var pin: JSON { .int(number) }
  /// What the texts are made of: a token of a well-known form with the canary in it.
  private var token: JSON { .string("ghp_\(canary)aB3dE6gH9kL2nP5rS8uV") }

  package func everywhere(_ kind: ResourceKind) -> JSON {
    var document = object(kind.facts)
    document[kind.nameMember] = kind.nameMember.isEmpty ? Optional.none : "vault"
    // Entries that no fact knows are judged like those that are known.
    document["unknownEntries"] = entries
    document["unknownToken"] = [.string(canary), pin]
    return document
  }

  /// `name`/`value`, `key`/`value`, `Key`/`Value`, `Name`/`Value`, a list of values, a map, and values that are no text.
  package var entries: JSON {
    [
      ["name": "A_TOKEN", "value": .string(canary)], ["key": "B_TOKEN", "value": .string(canary)],
      ["Key": "C_TOKEN", "Value": .string(canary)], ["Name": "D_TOKEN", "Value": .string(canary)],
      ["value": .string(canary), "name": "E_TOKEN"], ["name": "F_TOKEN", "values": [.string(canary)]],
      ["G_TOKEN": .string(canary)], ["name": "H_TOKEN", "value": pin],
    ]
  }

  /// A policy with conditions of secret names, as texts, numbers and lists.
  package var policy: JSON {
    [
      "Version": "2012-10-17",
      "Statement": [
        [
          "Sid": "pull", "Effect": "Allow", "Principal": "*", "Action": ["ecr:BatchGetImage"],
          "Condition": [
            "StringEquals": ["aws:PrincipalTag/api-token": .string(canary), "aws:RequestTag/secret": [.string(canary)]],
            "NumericEquals": ["aws:PrincipalTag/pin-token": pin],
          ],
        ]
      ],
    ]
  }

  private func object(_ facts: ObjectFacts) -> JSON {
    var object: JSON = [:]
    for field in facts.fields where !field.isIgnored { object[field.name] = value(field.shape, values: field.values) }
    return object
  }

  private func value(_ shape: FieldFacts.Shape, values: [String]) -> JSON? {
    switch shape {
    case .string: values.first.map { .string($0) } ?? token
    case .integer, .number: .int(generation)
    case .boolean: true
    case .object(let facts): object(facts)
    case .map: ["api-token": .string(canary), "url": .string("https://app:\(canary)@x"), "plain": token]
    case .list(.object(let facts)), .set(.object(let facts), key: _): .array(elements(facts, key: key(of: shape)))
    case .list: ["--api-token", .string(canary), .string("--db-password=\(canary)"), token]
    case .set: [token]
    case .document: policy
    }
  }

  private func key(of shape: FieldFacts.Shape) -> [String] {
    if case .set(_, let key) = shape { key } else { [] }
  }

  /// Keys are names: they stand in the paths of fields, and a secret cannot be one. A pair is an entry of a secret's name.
  private func elements(_ facts: ObjectFacts, key: [String]) -> [JSON] {
    var element = object(facts)
    for name in key {
      switch facts[name]?.shape {
      case .string? where facts[name]?.values.isEmpty == true: element[name] = "one"
      case .set?, .list?: element[name] = ["one"]
      default: break
      }
    }
    guard let name = key.first, key.count == 1, ["name", "key", "Key"].contains(name),
      let value = ["value", "Value"].first(where: { facts[$0] != nil })
    else { return [element] }
    var entry = element
    entry[name] = "DEPLOY_TOKEN"
    entry[value] = .string(canary)
    return [element, entry]
  }
}
