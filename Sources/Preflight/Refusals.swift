package import Diagnostics
import JSONDocument
package import Planning
package import Resources

extension Plan {
  /// Changes that need another object in the place of one that holds data: each an error at the place that asks for it.
  package func refusals(of desired: DesiredState, writtenIn sources: Sources) -> [Diagnostic] {
    refused.map { change in
      let fields = change.fields.filter { $0.effect == .replaces }.map(\.path)
      let names = fields.map { "\"\($0)\"" }.joined(separator: " and ")
      let noun = change.identity.kind.noun
      return Diagnostic(
        .error, "replaces-data", "\(names) of a \(noun) that exists cannot be changed",
        at: desired.place(of: fields, change.address, in: sources),
        details: [
          "Only another \(noun) could have it, and \(change.address) holds \(change.identity.kind.heldData?.noun ?? "data"), which would be lost.",
          "Nothing is planned for it; nothing of the plan is applied.",
        ],
        fix: Self.advice(change.identity))
    }
  }

  /// What AWS answers and this program does not know.
  package var memberNotes: [Diagnostic] {
    newMembers.map { member in
      let nouns = member.count == 1 ? "a \(member.kind.noun) has it" : "\(member.count) \(member.kind.plural) have it"
      return Diagnostic(
        .note, "member-newer", "AWS answers \"\(member.path)\" of a \(member.kind.noun), which reconcile does not know",
        details: ["It is compared with nothing and left as it is; \(nouns). A file that declares it has it compared."])
    }
  }

  private static func advice(_ identity: ResourceIdentity) -> String {
    let deletion = identity.kind.heldData?.deletionCommand(identity.name) ?? ""
    return
      "put back what is there; or give it another name and move what it holds; or, to lose it, run `\(deletion)` and plan again"
  }
}

extension DesiredState {
  /// Where the files say the first of the fields; the file when none of them does any more.
  fileprivate func place(of fields: [FieldPath], _ address: Address, in sources: Sources) -> SourceLocation? {
    guard let resource = resources.first(where: { $0.address == address }) else { return nil }
    var mark = resource.attributes.mark
    var json = resource.attributes
    for case .member(let name) in fields.first?.steps ?? [] {
      guard let value = json[name] else { break }
      (json, mark) = (value, value.mark ?? mark)
    }
    return mark.flatMap(sources.location) ?? SourceLocation(path: resource.file)
  }
}
