import Diagnostics
import JSONDocument
import Resources

/// Turns what people drop into a folder into the input of a call: unwraps what a describe command printed, and leaves
/// out nulls and members that AWS only ever returns.
enum SpecCleaner {
  static func unwrapped(_ document: JSON, _ kind: ResourceKind, _ run: inout LoadingRun, file: String) -> JSON? {
    guard var members = document.objectValue else {
      run.report(
        .error, "spec-not-an-object", "a \(kind.noun) is a JSON object; this is \(document.kindName)", at: document.mark,
        file: file, fix: ListOfObjects.fix(document, kind))
      return nil
    }
    members["$schema"] = nil
    members["//"] = nil
    let document = JSON(.object(members), mark: document.mark)
    // The answer about one object may have its tags beside it.
    if let single = kind.answers.single, var inner = document[single], inner.objectValue != nil {
      if let tags = document["tags"], inner["tags"] == nil { inner["tags"] = tags }
      return inner
    }
    guard let name = kind.answers.list, let list = document[name]?.arrayValue else { return document }
    guard list.count == 1 else {
      run.report(
        .error, "spec-not-single", "\"\(name)\" holds \(list.count) objects; a file holds one \(kind.noun)",
        at: document[name]?.mark, file: file, fix: "write each into a file of its own")
      return nil
    }
    return list[0]
  }

  /// Without output-only members, nulls, and empty texts where AWS has a fixed set of values; notes name what was left out.
  static func cleaned(_ document: JSON, _ kind: ResourceKind, _ run: inout LoadingRun, file: String) -> JSON {
    guard let members = document.objectValue else { return document }
    let dropped = members.filter { kind.outputOnly.contains($0.key) && !kind.momentary.contains($0.key) }
    for member in members where kind.momentary.contains(member.key) {
      run.report(
        .note, "momentary-member-dropped", "\"\(member.key)\" is left out: it asks for something once, and is no state to keep",
        at: member.mark, file: file,
        details: ["A call takes it; in a file it would be asked for again and again."], fix: "remove it")
    }
    if let first = dropped.first {
      let names = dropped.map { "\"\($0.key)\"" }.joined(separator: ", ")
      run.report(
        .note, "output-only-dropped",
        "\(dropped.count == 1 ? "a member" : "\(dropped.count) members") of describe output left out: \(names)",
        at: first.mark, file: file, details: ["AWS returns them; the call that makes a \(kind.noun) does not take them."])
    }
    let kept = members.filter { !kind.outputOnly.contains($0.key) }
    let whole = withoutNulls(JSON(.object(JSONObject(Array(kept))), mark: document.mark))
    return kind.input.withoutEmptyChoices(whole) { member, mark in
      run.report(
        .note, "empty-value-dropped", "\"\(member)\" is empty, and taken as absent", at: mark, file: file,
        details: ["AWS has a fixed set of values there; an empty text is none of them."])
    }
  }

  /// Members that are null are absent. Nulls in lists stay: validation names them.
  private static func withoutNulls(_ json: JSON) -> JSON {
    switch json.content {
    case .null, .bool, .number, .string: return json
    case .array(let elements): return JSON(.array(elements.map(withoutNulls)), mark: json.mark)
    case .object(let members):
      let kept = members.compactMap { member -> JSONObject.Member? in
        guard !member.value.isNull else { return nil }
        var member = member
        member.value = withoutNulls(member.value)
        return member
      }
      return JSON(.object(JSONObject(kept)), mark: json.mark)
    }
  }
}
