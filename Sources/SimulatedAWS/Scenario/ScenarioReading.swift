package import JSONDocument

extension Scenario {
  /// Who reads a scenario: some members have a meaning only for some.
  package enum Use: Sendable {
    /// The program itself, with a cloud of its own (`RECONCILE_SIMULATION`).
    case program
    /// A cloud that is served to others, or one in which something is rehearsed.
    case cloud
  }

  private static let everywhere = ["$schema", "//", "seed", "faults", "tasks", "instances"]
  private static let drills = ["crash-at", "trace", "calls", "state-pages", "pace"]

  /// Reads what a file says. With problems, what is right is in the scenario all the same.
  package static func read(_ json: JSON, for use: Use) -> (scenario: Scenario, problems: [ScenarioProblem]) {
    var reader = ScenarioReader()
    let known = everywhere + drills
    guard let members = reader.members(json, of: "a scenario", known: known) else { return (Scenario(), reader.problems) }
    var scenario = Scenario()
    scenario.faults.seed = UInt64(reader.integer(members, "seed", in: 0 ... .max) ?? 0)
    scenario.faults.rules = reader.list(members, "faults").compactMap { FaultPlan.Rule($0, &reader) }
    scenario.tasks = reader.list(members, "tasks").compactMap { StagedTask($0, &reader) }
    scenario.instances = reader.list(members, "instances").compactMap { InstanceGroup($0, &reader) }
    switch use {
    case .program: scenario.drill = Drill(members, &reader)
    case .cloud:
      for member in members where drills.contains(member.key) {
        reader.report(
          "member", "\"\(member.key)\" means nothing here: it is for a program that has the cloud inside",
          at: member.mark ?? json.mark, fix: "remove it, or name the file in RECONCILE_SIMULATION")
      }
    }
    return (scenario, reader.problems)
  }
}

extension Scenario.Drill {
  fileprivate init(_ members: JSONObject, _ reader: inout ScenarioReader) {
    self.init(
      crashPoint: reader.integer(members, "crash-at", in: 1 ... .max), trace: reader.text(members, "trace"),
      calls: reader.text(members, "calls"), statePages: reader.integer(members, "state-pages", in: 1 ... .max),
      pace: reader.word(members, "pace", among: ["virtual", "real"], SimulatedCloud.Pace.init) ?? .virtual)
  }
}

extension StagedTask {
  private static let known = ["//", "service", "family", "container", "image", "tag", "fares", "first", "log"]

  fileprivate init?(_ json: JSON, _ reader: inout ScenarioReader) {
    let noun = "an element of \"tasks\""
    guard let members = reader.members(json, of: noun, known: Self.known) else { return nil }
    reader.demand(members, "fares", in: json, of: noun, example: "\"exit:1\"")
    let fares = reader.word(members, "fares", among: Self.words, choice: Self.choice, ContainerBehaviour.init)
    self.init(
      fares ?? .runs, service: reader.text(members, "service"), family: reader.text(members, "family"),
      container: reader.text(members, "container"), image: reader.text(members, "image"), tag: reader.text(members, "tag"),
      first: reader.integer(members, "first", in: 1 ... .max), log: reader.texts(members, "log"))
    if fares == nil { return nil }
  }
}

extension StagedTask {
  private static let words =
    Array(ContainerBehaviour.forms.dropLast()) + StartFailure.allCases.map { "fails:\($0.rawValue)" }

  private static func choice(_ text: String) -> String {
    text.hasPrefix("fails")
      ? "write \"fails:REASON\"; reasons are \(StartFailure.names)"
      : "write one of: \(ContainerBehaviour.forms.joined(separator: ", "))"
  }
}

extension InstanceGroup {
  private static let known = [
    "//", "cluster", "count", "cpu", "memory", "architecture", "attributes", "networkInterfaces", "connected",
  ]

  fileprivate init?(_ json: JSON, _ reader: inout ScenarioReader) {
    let noun = "an element of \"instances\""
    guard let members = reader.members(json, of: noun, known: Self.known) else { return nil }
    reader.demand(members, "cpu", in: json, of: noun, example: "2048")
    reader.demand(members, "memory", in: json, of: noun, example: "3840")
    self.init(
      cluster: reader.text(members, "cluster") ?? "*", count: reader.integer(members, "count", in: 0...10_000) ?? 1,
      cpu: reader.integer(members, "cpu", in: 1...1_000_000) ?? 0,
      memory: reader.integer(members, "memory", in: 1...100_000_000) ?? 0,
      architecture: reader.word(
        members, "architecture", among: Architecture.allCases.map(\.rawValue), Architecture.init(rawValue:)) ?? .x86,
      attributes: Self.attributes(members, &reader),
      networkInterfaces: reader.integer(members, "networkInterfaces", in: 0...1000),
      isConnected: reader.flag(members, "connected") ?? true)
  }

  private static func attributes(_ members: JSONObject, _ reader: inout ScenarioReader) -> [String: String] {
    guard let value = members["attributes"] else { return [:] }
    guard let attributes = value.objectValue else {
      reader.report("type", "\"attributes\" is \(value.kindName); it must be an object", at: value.mark)
      return [:]
    }
    var found: [String: String] = [:]
    for name in attributes.keys { found[name] = reader.text(attributes, name) }
    return found
  }
}
