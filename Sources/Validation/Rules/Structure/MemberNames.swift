import Diagnostics
import Resources

/// What an unknown member most likely is.
enum MemberGuess {
  /// Another spelling of a member of the same object.
  case misspelt(String)
  /// A known member of other objects.
  case elsewhere([String])
  /// Nothing we know: AWS may.
  case unknown

  static func of(_ name: String, among known: [String], kind: ResourceKind) -> MemberGuess {
    let plain = MemberNames.plain(name)
    if let same = known.first(where: { MemberNames.plain($0) == plain }) { return .misspelt(same) }
    if let nearest = Nearest.name(to: name, among: known) { return .misspelt(nearest) }
    let places = MemberNames.places(of: name, in: kind)
    // A name that stands in many structures says nothing about where it belongs.
    return places.isEmpty || places.count > 2 ? .unknown : .elsewhere(places)
  }

  /// The one known member that begins or ends with the name: `deploymentCircuitBreaker` for `circuitBreaker`. AWS may add a
  /// member of this name all the same, so it is a question and no answer.
  static func longer(than name: String, among known: [String]) -> String? {
    let plain = MemberNames.plain(name)
    guard plain.count >= 6 else { return nil }
    let longer = known.filter { MemberNames.plain($0).hasPrefix(plain) || MemberNames.plain($0).hasSuffix(plain) }
    return longer.count == 1 ? longer[0] : nil
  }
}

/// Every member name of the known kinds, with the structures it stands in.
package enum MemberNames {
  /// One spelling for `containerPort`, `container_port` and `ContainerPort`.
  package static func plain(_ name: String) -> String {
    guard name.utf8.allSatisfy({ $0 < 0x80 }) else { return String(name.lowercased().filter { $0 != "_" && $0 != "-" }) }
    return String(
      decoding: name.utf8.lazy.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }.map {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0
      }, as: UTF8.self)
  }

  /// Where the name belongs: `"linuxParameters" of a container`, `a task definition`.
  static func places(of name: String, in kind: ResourceKind) -> [String] {
    let own = byKind[kind]?[name] ?? []
    if !own.isEmpty || kind.holdsData { return own }
    return [ResourceKind.taskDefinition, .service].filter { $0 != kind }.flatMap { byKind[$0]?[name] ?? [] }
  }

  private static let byKind: [ResourceKind: [String: [String]]] = Dictionary(
    uniqueKeysWithValues: ResourceKind.all.map { kind in
      var places: [String: [String]] = [:]
      collect(kind.facts, in: "the \(kind.noun)", &places)
      return (kind, places)
    })

  private static func collect(_ facts: ObjectFacts, in place: String, _ places: inout [String: [String]]) {
    for field in facts.fields {
      if places[field.name]?.contains(place) != true { places[field.name, default: []].append(place) }
      collect(field.shape, field.name, &places)
    }
  }

  private static func collect(_ shape: FieldFacts.Shape, _ name: String, _ places: inout [String: [String]]) {
    switch shape {
    case .object(let facts): collect(facts, in: name == "containerDefinitions" ? "a container" : "\"\(name)\"", &places)
    case .list(let element), .set(let element, key: _): collect(element, name, &places)
    case .string, .integer, .number, .boolean, .map, .document: break
    }
  }
}
