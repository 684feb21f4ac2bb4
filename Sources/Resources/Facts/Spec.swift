package import JSONDocument

extension ResourceKind {
  /// What a person would write into a file to get the object that a document describes: no output-only members, nothing
  /// that is a default or belongs to somebody else, members in the order of the facts.
  ///
  /// Its normal form is that of the document. Members that nobody knows stay: they may be settings that are newer than
  /// this program.
  package func spec(of document: JSON) -> JSON {
    var known = canonicalDocument(document)
    for name in Self.verbatim where known[name] != nil { known[name] = document[name]?.parsedText }
    let form = SpecForm(form: NormalForm(Optional.none), keepsShared: ["desiredCount"])
    return form.object(known, facts(of: document)) ?? .object(JSONObject())
  }

  /// Members whose form for comparison says less than the document: a role by its name alone would lose its path, and a
  /// policy the words in which somebody wrote it.
  private static let verbatim: Set<String> = [
    "role", "taskRoleArn", "executionRoleArn", "encryptionConfiguration", "repositoryPolicy",
  ]
}

/// Takes away what a file need not say. Nil stands for "nothing to say".
private struct SpecForm {
  let form: NormalForm
  /// Members that somebody else may own and that a file is expected to say all the same.
  let keepsShared: Set<String>

  func object(_ json: JSON, _ facts: ObjectFacts) -> JSON? {
    guard let members = json.objectValue else { return json }
    var kept: [JSONObject.Member] = []
    for field in facts.fields {
      guard let value = members[field.name], let said = self.value(value, field) else { continue }
      kept.append(JSONObject.Member(key: field.name, value: said))
    }
    for member in members where facts[member.key] == nil {
      guard let value = NormalForm.unknown(member.value), !Self.isEmpty(value) else { continue }
      kept.append(JSONObject.Member(key: member.key, value: value))
    }
    return kept.isEmpty ? Optional.none : .object(JSONObject(distinct: kept))
  }

  private func value(_ json: JSON, _ field: FieldFacts) -> JSON? {
    guard !json.isNull, !field.isIgnored, !field.isShared || keepsShared.contains(field.name) else { return Optional.none }
    if form.value(json, field) == nil { return field.isRequired || field.isEchoed ? json.unmarked : Optional.none }
    return shape(json, field.shape) ?? (field.presenceMatters ? .object(JSONObject()) : Optional.none)
  }

  private func shape(_ json: JSON, _ shape: FieldFacts.Shape) -> JSON? {
    switch shape {
    case .string, .integer, .number, .boolean, .map, .document: json.unmarked
    case .object(let facts): object(json, facts)
    case .list(let element), .set(let element, _): list(json, element)
    }
  }

  private func list(_ json: JSON, _ element: FieldFacts.Shape) -> JSON? {
    guard let elements = json.arrayValue else { return json.unmarked }
    let kept = elements.compactMap { shape($0, element) }
    return kept.isEmpty ? Optional.none : .array(kept)
  }

  private static func isEmpty(_ json: JSON) -> Bool {
    json.arrayValue?.isEmpty == true || json.objectValue?.isEmpty == true || json.stringValue?.isEmpty == true
  }
}
