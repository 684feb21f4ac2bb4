import JSONDocument
import Resources

/// Writes a document in another way that means the same to ECS: members and sets in another order, defaults and blanks where
/// nothing stood, numbers in another spelling; and, for what ECS answers, members that are nobody's wish.
struct Noise {
  let dice: Dice
  /// The document is what ECS answers: it may hold members that nobody declared.
  let isAnswer: Bool
  private let mirrorsPorts: Bool

  init(_ dice: Dice, isAnswer: Bool, in document: JSON) {
    self.dice = dice
    self.isAnswer = isAnswer
    mirrorsPorts = ["awsvpc", "host"].contains(document["networkMode"]?.stringValue)
  }

  func on(_ document: JSON, _ kind: ResourceKind) -> JSON {
    var members = object(document, kind.facts, at: "").objectValue ?? JSONObject()
    for name in kind.outputOnly.sorted() where isAnswer && dice.flip(name, "output") { members[name] = "output" }
    return .object(members)
  }

  private func object(_ json: JSON, _ facts: ObjectFacts, at place: String) -> JSON {
    guard let members = json.objectValue else { return json }
    var noisy = members.map { member in
      JSONObject.Member(
        key: member.key,
        value: facts[member.key].map { value(member.value, $0.shape, at: "\(place).\(member.key)") } ?? member.value)
    }
    for field in facts.fields where members[field.name] == nil {
      if let blank = blank(field, at: "\(place).\(field.name)") { noisy.append(.init(key: field.name, value: blank)) }
    }
    if mirrorsPorts, members["hostPort"] == nil, facts["hostPort"] != nil, let port = members["containerPort"] {
      noisy.removeAll { $0.key == "hostPort" }
      noisy.append(.init(key: "hostPort", value: port))
    }
    if isAnswer, dice.flip(place, "tomorrow", chance: 20) { noisy.append(.init(key: "tomorrow", value: ["is": [1]])) }
    return .object(JSONObject(dice.shuffled(noisy, place, "members")))
  }

  /// Something for a field that is not there, and means that it is not there.
  private func blank(_ field: FieldFacts, at place: String) -> JSON? {
    switch dice.roll(4, place, "blank") {
    case 0: return .null
    case 1: return field.fallback
    case 2:
      switch field.shape {
      case .list, .set: return []
      case .map: return [:]
      case .object: return field.presenceMatters ? nil : JSON.object(JSONObject())
      case .string, .integer, .number, .boolean, .document: return Optional.none
      }
    default: return Optional.none
    }
  }

  private func value(_ json: JSON, _ shape: FieldFacts.Shape, at place: String) -> JSON {
    switch shape {
    case .string, .boolean, .document: return json
    case .integer, .number: return json.intValue.map { respelled($0, at: place) } ?? json
    case .object(let facts): return object(json, facts, at: place)
    case .map: return shuffledMembers(json, at: place)
    case .list(let element): return elements(json, element, at: place)
    case .set(let element, let key):
      var list = elements(json, element, at: place).arrayValue ?? []
      if case .object = element, dice.flip(place, "hole") { list.append(dice.flip(place, "null") ? .null : [:]) }
      // AWS adds tags of its own to objects, not to the tags that a spec asks for elsewhere.
      if isAnswer, let name = key.first, place == ".tags" { list.append([name: "aws:stack"]) }
      return .array(dice.shuffled(list, place, "elements"))
    }
  }

  private func elements(_ json: JSON, _ element: FieldFacts.Shape, at place: String) -> JSON {
    .array((json.arrayValue ?? []).enumerated().map { value($0.element, element, at: "\(place)[\($0.offset)]") })
  }

  private func shuffledMembers(_ json: JSON, at place: String) -> JSON {
    .object(JSONObject(dice.shuffled(Array(json.objectValue ?? JSONObject()), place, "members")))
  }

  private func respelled(_ number: Int, at place: String) -> JSON {
    let text = ["\(number)", "\(number).0", "\(number)0e-1"][dice.roll(3, place, "spelling")]
    return (try? JSON(text: text)) ?? .int(number)
  }
}
