import JSONDocument
package import Resources

/// A difference that nobody acts on, because the files leave the field to somebody else.
package struct IgnoredDifference: Sendable, Equatable {
  package var address: Address
  /// From what the files say (what was recorded, where they are silent) to what is there.
  package var field: FieldChange
  package var reason: String
  /// It is nobody else's: it left the files, and AWS cannot be told to take it back.
  package var isLeft: Bool

  package init(address: Address, field: FieldChange, reason: String, isLeft: Bool = false) {
    self.address = address
    self.field = field
    self.reason = reason
    self.isLeft = isLeft
  }
}

/// The rules of an environment about fields that belong to somebody else.
struct Ignoring {
  /// Of many addresses: of everything and of kinds.
  private let broad: [IgnoreRule]
  private let narrow: [Address: [IgnoreRule]]

  init(_ rules: [IgnoreRule] = []) {
    var (broad, narrow): ([IgnoreRule], [Address: [IgnoreRule]]) = ([], [:])
    for rule in rules {
      if case .address(let address) = rule.subject { narrow[address, default: []].append(rule) } else { broad.append(rule) }
    }
    (self.broad, self.narrow) = (broad, narrow)
  }

  private func rules(of address: Address) -> [IgnoreRule] {
    broad.filter { $0.concerns(address) } + (narrow[address] ?? [])
  }

  /// Said where a service's files do not mention its count.
  static let leftToScaling = "not in the files: left to whoever scales the service"

  func concerns(_ address: Address) -> Bool { narrow[address] != nil || broad.contains { $0.concerns(address) } }

  func ignores(_ path: FieldPath, at address: Address) -> Bool {
    rules(of: address).contains { $0.path.covers(path) }
  }

  /// The wanted document with the live values of ignored fields.
  func substituting(from live: JSON, into wanted: JSON, at address: Address, onlyDeclared: Bool) -> JSON {
    rules(of: address).reduce(wanted) { wanted, rule in
      address.kind.substituting(rule.path, from: live, into: wanted, onlyDeclared: onlyDeclared)
    }
  }

  /// Those of `all` that are no longer among `kept`, with the reason of the rule.
  func ignoredDifferences(in all: [FieldChange], keeping kept: [FieldChange], at address: Address) -> [IgnoredDifference] {
    let paths = Set(kept.map(\.path))
    let rules = rules(of: address)
    return all.filter { !paths.contains($0.path) }.map { field in
      let rule = rules.first { $0.path.touches(field.path) }
      return IgnoredDifference(address: address, field: field, reason: rule?.reason ?? "")
    }
  }
}

extension FieldChange {
  /// The same difference seen from the other side.
  var reversed: FieldChange {
    FieldChange(path: path, before: after, after: before, effect: effect, isSensitive: isSensitive)
  }
}
