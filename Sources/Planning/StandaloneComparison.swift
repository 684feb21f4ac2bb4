package import JSONDocument
package import Resources

/// Two documents of one kind that stand in no environment, compared under its normal form.
///
/// Where one of them is what AWS answered, the other says which fields count: what a file of a service leaves out belongs
/// to somebody else, and a member that AWS added last month is no difference. Two documents of one sort count alike.
package struct StandaloneComparison: Sendable {
  package enum Authority: Sendable {
    case before, after, both
  }

  package let kind: ResourceKind
  package let before: JSON
  package let after: JSON
  package let authority: Authority

  package init(_ kind: ResourceKind, before: JSON, after: JSON, authority: Authority) {
    self.kind = kind
    self.before = before
    self.after = after
    self.authority = authority
  }

  package struct Outcome: Sendable, Equatable {
    /// Ordered by path, from the first document to the second.
    package var fields: [FieldChange]
    /// Fields whose text has `${…}` in it and fits what runs.
    package var open: [FieldPath]
  }

  package func outcome() -> Outcome {
    var fields = names + contents
    var open: [FieldPath] = []
    if authority != .both {
      fields.removeAll { field in
        guard case .known(let one) = field.before, case .known(let other) = field.after else { return false }
        let (file, live) = authority == .before ? (one, other) : (other, one)
        guard OpenValue.isOpen(file), OpenValue.canBe(file, live) else { return false }
        open.append(field.path)
        return true
      }
    }
    return Outcome(fields: fields.sorted { $0.path < $1.path }, open: open.sorted())
  }

  private var contents: [FieldChange] {
    let differ = Differ(kind)
    switch authority {
    case .both: return differ.differencesOfWhole(before, after, mentions: kind.mentions(in: before, after))
    case .after: return differ.differencesOfFile(before, named(after, like: before))
    case .before: return differ.differencesOfFile(after, named(before, like: after)).map(\.reversed)
    }
  }

  /// A family without a revision stands for any revision of it.
  private func named(_ file: JSON, like live: JSON) -> JSON {
    guard kind == .service, let wanted = ServiceDocument(file).taskDefinition, wanted.isFamilyAlone,
      ServiceDocument(live).taskDefinition?.family == wanted.family
    else { return file }
    return ServiceDocument(file).running(nil).json
  }

  /// What the documents are called is no part of their content, but another name is another object.
  private var names: [FieldChange] {
    [kind.nameMember, kind.scopeMember].compactMap { $0 }.compactMap { member in
      guard let one = Self.name(before[member]), let other = Self.name(after[member]), one != other else { return nil }
      return FieldChange(
        path: .member(member), before: .known(.string(one)), after: .known(.string(other)), effect: .replaces)
    }
  }

  private static func name(_ json: JSON?) -> String? {
    guard let text = json?.stringValue, !text.isEmpty else { return nil }
    return ARN.name(of: text)
  }
}

extension Differ {
  /// What a file says against what AWS answered. The file is its own memory: what AWS takes and does not return, and names
  /// that it answers as the ARN of something, are taken for what was sent.
  fileprivate func differencesOfFile(_ live: JSON, _ file: JSON) -> [FieldChange] { changes(from: live, to: file, memory: file) }
}

/// A text of a file with `${…}` in it: it stands for every text that has the rest of it around.
enum OpenValue {
  static func isOpen(_ json: JSON) -> Bool {
    switch json.content {
    case .null, .bool, .number: false
    case .string(let text): parts(of: text).count > 1
    case .array(let elements): elements.contains(where: isOpen)
    case .object(let members): members.contains { isOpen($0.value) }
    }
  }

  static func canBe(_ open: JSON, _ value: JSON) -> Bool {
    switch open.content {
    case .null, .bool, .number: return open == value
    case .string(let text):
      let parts = parts(of: text)
      if parts == ["", ""] { return true }  // nothing but one reference: it may stand for any type
      return value.stringValue.map { fits(parts, $0) } ?? (open == value)
    case .array(let elements):
      guard var rest = value.arrayValue, rest.count == elements.count else { return false }
      // What is closed is found first, so that an open element does not take its place.
      for element in elements.filter({ !isOpen($0) }) + elements.filter(isOpen) {
        guard let match = rest.firstIndex(where: { canBe(element, $0) }) else { return false }
        rest.remove(at: match)
      }
      return true
    case .object(let members):
      guard let others = value.objectValue, Set(members.keys) == Set(others.keys) else { return false }
      return members.allSatisfy { member in others[member.key].map { canBe(member.value, $0) } ?? false }
    }
  }

  /// The literal texts around the references; one when there are none.
  private static func parts(of text: String) -> [String] {
    var parts = [""]
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      parts[parts.count - 1] += rest[..<dollar]
      rest = rest[dollar...]
      if rest.hasPrefix("$${") {
        parts[parts.count - 1] += "${"
        rest = rest.dropFirst(3)
      } else if rest.hasPrefix("${"), let end = rest.firstIndex(of: "}") {
        parts.append("")
        rest = rest[rest.index(after: end)...]
      } else {
        parts[parts.count - 1] += "$"
        rest = rest.dropFirst()
      }
    }
    parts[parts.count - 1] += rest
    return parts
  }

  private static func fits(_ parts: [String], _ text: String) -> Bool {
    guard parts.count > 1 else { return parts[0] == text }
    guard let first = parts.first, let last = parts.last, text.hasPrefix(first) else { return false }
    var rest = text.dropFirst(first.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let range = rest.firstRange(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return rest.hasSuffix(last) && rest.count >= last.count
  }
}
