import APIModel
import JSONDocument
import Resources
import Testing

@testable import Validation

/// Every leaf of every input that files hold, made wrong alone.
@Suite("Every mistake in the structure of a document")
struct ModelProbes {
  /// One wrong document, and what must be found in it.
  struct Probe {
    enum Mistake { case misspelt, otherType, otherValue, missing }
    var mistake: Mistake
    var path: String
    var member: String
    var document: JSON
  }

  @Test("is found at its place", arguments: ResourceKind.all)
  func found(kind: ResourceKind) {
    var writer = ProbeWriter(model: kind.input.model)
    writer.write(kind.input.members)
    #expect(writer.probes.count > 5)
    var unflagged: [String] = []
    for probe in writer.probes where !Self.isTaken(probe, kind) {
      let resource = Resource(
        address: Address(kind, "probe"), identity: ResourceIdentity(kind, name: "probe"), attributes: probe.document)
      let problems = Structure.deviations(of: resource).map(\.problem)
      if !problems.contains(where: { Self.says($0, probe) }) { unflagged.append("\(probe.mistake) \(probe.path)") }
    }
    #expect(unflagged == [])
  }

  /// What files may say in more ways than the API, or need not say.
  private static func isTaken(_ probe: Probe, _ kind: ResourceKind) -> Bool {
    switch probe.mistake {
    // Task sizes may be numbers, policies may be objects.
    case .otherType where kind == .taskDefinition: ["cpu", "memory"].contains(probe.path)
    // It is said for the file.
    case .missing: kind.facts[probe.path]?.fallback != nil || [kind.nameMember, "taskDefinition"].contains(probe.path)
    case .misspelt, .otherType, .otherValue: false
    }
  }

  private static func says(_ problem: Deviation.Problem, _ probe: Probe) -> Bool {
    switch (probe.mistake, problem) {
    case (.misspelt, .unknown(let member, _)): member == probe.member
    case (.otherType, .wrongType(let member, _, _)), (.otherValue, .wrongValue(let member, _, _)),
      (.missing, .missing(let member, _)):
      member == probe.member || member == probe.member + "[]"
    default: false
    }
  }
}

/// Makes documents in which one thing is wrong, along the model and nothing else.
private struct ProbeWriter {
  let model: APIModel
  private(set) var probes: [ModelProbes.Probe] = []

  init(model: APIModel) {
    self.model = model
  }

  mutating func write(_ members: [APIModel.Member]) {
    write(members, "") { $0 }
  }

  /// `whole` puts an object into the document that holds it.
  private mutating func write(_ members: [APIModel.Member], _ path: String, _ whole: (JSON) -> JSON) {
    for member in members {
      let place = path.isEmpty ? member.name : "\(path).\(member.name)"
      func add(_ mistake: ModelProbes.Probe.Mistake, _ name: String, _ object: JSON) {
        probes.append(.init(mistake: mistake, path: place, member: name, document: whole(object)))
      }
      let misspelt = member.name + "x"
      add(.misspelt, misspelt, .object(JSONObject([.init(key: misspelt, value: right(member.shape))])))
      if member.isRequired { add(.missing, member.name, ["other": true]) }
      if case .anything = model[member.shape] { continue }
      add(.otherType, member.name, .object(JSONObject([.init(key: member.name, value: otherType(member.shape))])))
      write(member.shape, member.name, place) { value in
        whole(.object(JSONObject([.init(key: member.name, value: value)])))
      }
    }
  }

  private mutating func write(_ shape: APIModel.Reference, _ name: String, _ path: String, _ whole: (JSON) -> JSON) {
    switch model[shape] {
    case .structure(let members): write(members, path, whole)
    case .list(let element, _):
      let place = path + "[]"
      probes.append(
        .init(mistake: .otherType, path: place, member: name, document: whole(.array([otherType(element)]))))
      write(element, name, place) { whole(.array([$0])) }
    case .enumeration:
      probes.append(.init(mistake: .otherValue, path: path, member: name, document: whole("no such value")))
    case .map, .text, .integer, .number, .boolean, .timestamp, .blob, .anything: break
    }
  }

  private func right(_ shape: APIModel.Reference) -> JSON {
    switch model[shape] {
    case .structure, .map, .anything: [:]
    case .list: []
    case .enumeration(let values): .string(values[0])
    case .text, .timestamp, .blob: "a"
    case .integer, .number: 1
    case .boolean: true
    }
  }

  private func otherType(_ shape: APIModel.Reference) -> JSON {
    switch model[shape] {
    case .text, .enumeration, .timestamp, .blob: true
    case .structure, .list, .map, .anything, .integer, .number, .boolean: "text"
    }
  }
}
