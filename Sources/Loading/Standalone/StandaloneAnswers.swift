import Diagnostics
import JSONDocument
import Platform
import Resources
import Validation

extension LoosePairing.Pair {
  /// Which side AWS answered when the other is a file: 0 or 1; nil when both are of one sort.
  private var answered: Int? {
    guard let before, let after, before.isAnswer != after.isAnswer else { return nil }
    return before.isAnswer ? 0 : 1
  }

  /// A file of an environment is compared with what runs as the environment reads it: with its base, tags and variables.
  mutating func fillIn(_ sides: [StandaloneSide], _ run: inout LoadingRun) {
    guard let answered, case .file(let path) = sides[1 - answered].source, let file = answered == 0 ? after : before,
      file.onlyMember == nil
    else { return }
    let directory = Paths.parent(Paths.parent(Paths.normalized(path)))
    guard FileSystem.kind(directory + "/environment.json") == .file else { return }
    let loaded = EnvironmentLoader().load(directory)
    let environment = loaded.environment
    guard let resource = environment?.desired.resources.first(where: { $0.file == Paths.normalized(path) }) else {
      guard environment == nil, !EnvironmentLoader.isBase(loaded.diagnostics) else { return }
      run.report(
        .note, "environment-has-errors", "\(directory) has errors, so the file is compared by itself", at: file.attributes.mark,
        file: path, details: ["What it leaves to its environment (${…}, a base) stays open."],
        fix: "run `reconcile validate \(directory)`")
      return
    }
    var filled = file
    filled.attributes = resource.attributes
    filled.name = resource.identity.name
    if let link = resource.taskDefinitionLink,
      let family = environment?.desired.resources.first(where: { $0.address == link })?.identity.name
    {
      filled.attributes = ServiceDocument(filled.attributes).running(family).json
    }
    if answered == 0 { after = filled } else { before = filled }
    name = filled.name
    isFilledIn = true
  }

  /// Calls leave out what nobody asked for, or what other calls answer. That is no difference, and it is said.
  mutating func leaveOutUnanswered(_ titles: [String], _ run: inout LoadingRun) {
    if let member = before?.onlyMember ?? after?.onlyMember {
      reduce(to: member, titles, &run)
      return
    }
    guard let answered, let answer = answered == 0 ? before : after, var file = answered == 0 ? after : before else { return }
    for asked in kind.answers.askedFor {
      let member = asked.member
      guard let declared = file.attributes[member], !Self.isEmpty(declared), Self.isUnanswered(answer.attributes[member], member)
      else { continue }
      run.report(
        .note, "not-in-answer", "\"\(member)\" is not compared: \(titles[answered]) does not have it",
        at: file.attributes.objectValue?.member(member)?.mark ?? declared.mark, file: titles[1 - answered],
        details: ["AWS answers it only to \(asked.command)."])
      file.attributes[member] = Optional.none
    }
    if answered == 0 { after = file } else { before = file }
    for path in kind.unknownMembers(of: answer.attributes).subtracting(kind.unknownMembers(of: file.attributes)).sorted() {
      let top = String(path.prefix { $0 != "." })
      run.report(
        .note, "member-newer", "AWS answers \"\(path)\" of a \(kind.noun), which reconcile does not know",
        at: answer.attributes.mark(of: top), file: titles[answered],
        details: ["It is compared with nothing. A file that declares it has it compared."])
    }
  }

  /// Both sides as far as they are about one policy.
  private mutating func reduce(to member: String, _ titles: [String], _ run: inout LoadingRun) {
    for (position, side) in [before, after].enumerated() {
      guard var side else { continue }
      let policy = side.attributes[member]
      if policy == nil, side.isAnswer {
        let call = kind.answers.askedFor.first { $0.member == member }?.command ?? ""
        run.report(
          .error, "not-in-answer", "\(titles[position]) has no \"\(member)\" to compare with", at: side.attributes.mark,
          file: titles[position], details: ["AWS answers it only to \(call)."])
      }
      side.attributes = JSON(
        .object(JSONObject(policy.map { [JSONObject.Member(key: member, value: $0)] } ?? [])), mark: side.attributes.mark)
      if position == 0 { before = side } else { after = side }
    }
  }

  private static func isUnanswered(_ value: JSON?, _ member: String) -> Bool {
    value.map { member == "tags" && isEmpty($0) } ?? true
  }

  private static func isEmpty(_ json: JSON) -> Bool {
    json.isNull || json.arrayValue?.isEmpty == true || json.objectValue?.isEmpty == true
  }
}
