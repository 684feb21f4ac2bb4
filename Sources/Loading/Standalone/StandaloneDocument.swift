import Diagnostics
package import JSONDocument
package import Resources

/// One object that a loose document describes, ready to be compared.
package struct StandaloneDocument: Sendable, Equatable {
  package var kind: ResourceKind
  /// As the document says it; nil when it does not.
  package var name: String?
  /// In the shape of the call that makes the object, with the marks of the text.
  package var attributes: JSON
  /// A call answered it: it holds what AWS filled in, and perhaps members that are newer than this program.
  package var isAnswer: Bool
  /// The one member of the kind that it is about; nil: all.
  package var onlyMember: String?

  package init(kind: ResourceKind, name: String?, attributes: JSON, isAnswer: Bool = false, onlyMember: String? = nil) {
    self.kind = kind
    self.name = name
    self.attributes = attributes
    self.isAnswer = isAnswer
    self.onlyMember = onlyMember
  }
}

extension StandaloneDocument {
  /// The objects in a document of a known form; names where a list holds no object.
  static func read(_ document: JSON, _ form: StandaloneForm, _ run: inout LoadingRun, file: String) -> [StandaloneDocument] {
    switch form {
    case .object(let kind): [object(document, kind, isWrapped: false)]
    case .answer(let kind, let member): answered(document, kind, member, &run, file: file)
    case .policy(let member):
      [StandaloneDocument(kind: .repository, name: nil, attributes: holding(document, as: member), onlyMember: member)]
    case .policyAnswer(let member, let text):
      [
        StandaloneDocument(
          kind: .repository, name: document[ResourceKind.repository.nameMember]?.stringValue,
          attributes: holding(document[text] ?? .null, as: member), isAnswer: true, onlyMember: member)
      ]
    }
  }

  private static func holding(_ policy: JSON, as member: String) -> JSON {
    JSON(.object(JSONObject([JSONObject.Member(key: member, value: policy)])), mark: policy.mark)
  }

  private static func answered(
    _ document: JSON, _ kind: ResourceKind, _ member: String, _ run: inout LoadingRun, file: String
  ) -> [StandaloneDocument] {
    guard var inner = document[member] else { return [] }
    if kind == .taskDefinition, let tags = document["tags"], inner["tags"] == nil { inner["tags"] = tags }
    let objects = (inner.arrayValue ?? [inner]).filter { $0.objectValue != nil }
    for failure in document["failures"]?.arrayValue ?? [] {
      let name = failure["arn"]?.stringValue.map(ARN.lastName) ?? "?"
      let reason = failure["reason"]?.stringValue ?? "no reason"
      run.report(
        objects.isEmpty ? .error : .warning, "answer-failure", "AWS answered \(reason) for the \(kind.noun) \"\(name)\"",
        at: failure.mark, file: file,
        details: reason == "MISSING" ? ["There is no such \(kind.noun) in the account, region and cluster that were asked."] : [])
    }
    if objects.isEmpty, !run.diagnostics.hasErrors {
      run.report(
        .error, "answer-empty", "\"\(member)\" holds no \(kind.noun)", at: document[member]?.mark, file: file,
        fix: "check the names, the cluster, the region and the profile that the call was made with")
    }
    return objects.map { object($0, kind, isWrapped: true) }
  }

  private static func object(_ document: JSON, _ kind: ResourceKind, isWrapped: Bool) -> StandaloneDocument {
    let isAnswer = isWrapped || (document.objectValue ?? JSONObject()).contains { kind.outputOnly.contains($0.key) }
    var attributes = kind.lifted(document)
    if let member = kind.scopeMember, attributes[member] == nil, let cluster = document["clusterArn"] {
      attributes[member] = cluster
    }
    attributes["$schema"] = Optional.none
    attributes["//"] = Optional.none
    return StandaloneDocument(
      kind: kind, name: document[kind.nameMember]?.stringValue, attributes: attributes, isAnswer: isAnswer)
  }
}
