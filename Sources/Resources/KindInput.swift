package import APIModel
package import JSONDocument

/// The call whose input the files of a kind hold, as AWS's model has it.
package struct KindInput: Sendable {
  package let model: APIModel
  /// `CreateService`.
  package let operation: String
  /// Members of the call that are not for files: reconcile says them itself.
  package let hidden: Set<String>

  init(_ model: APIModel, _ operation: String, hiding hidden: Set<String> = []) {
    self.model = model
    self.operation = operation
    self.hidden = hidden
  }

  /// What a file may say of it.
  package var members: [APIModel.Member] {
    model.input(of: operation).filter { !hidden.contains($0.name) }
  }
}

extension KindInput {
  /// The document without members of an enumeration that hold an empty text, which other tools write for what is absent.
  /// `told` hears of each. Elements of lists stay.
  package func withoutEmptyChoices(_ document: JSON, _ told: (_ member: String, SourceMark?) -> Void) -> JSON {
    guard document.hasEmptyText else { return document }
    return withoutEmptyChoices(document, members, told)
  }

  private func withoutEmptyChoices(
    _ json: JSON, _ known: [APIModel.Member], _ told: (String, SourceMark?) -> Void
  ) -> JSON {
    guard let members = json.objectValue else { return json }
    let kept = members.compactMap { member -> JSONObject.Member? in
      guard let shape = known.first(where: { $0.name == member.key })?.shape else { return member }
      if case .enumeration = model[shape], member.value.stringValue?.isEmpty == true {
        told(member.key, member.value.mark)
        return nil
      }
      var member = member
      member.value = withoutEmptyChoices(member.value, shape, told)
      return member
    }
    return JSON(.object(JSONObject(kept)), mark: json.mark)
  }

  private func withoutEmptyChoices(
    _ json: JSON, _ shape: APIModel.Reference, _ told: (String, SourceMark?) -> Void
  ) -> JSON {
    switch (model[shape], json.content) {
    case (.structure(let known), .object): withoutEmptyChoices(json, known, told)
    case (.list(let element, _), .array(let elements)):
      JSON(.array(elements.map { withoutEmptyChoices($0, element, told) }), mark: json.mark)
    default: json
    }
  }
}

extension JSON {
  fileprivate var hasEmptyText: Bool {
    switch content {
    case .null, .bool, .number: false
    case .string(let text): text.isEmpty
    case .array(let elements): elements.contains(where: \.hasEmptyText)
    case .object(let members): members.contains { $0.value.hasEmptyText }
    }
  }
}
