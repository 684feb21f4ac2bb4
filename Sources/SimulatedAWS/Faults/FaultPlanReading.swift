package import JSONDocument

/// Why a text is no fault plan: where in it, and what is wrong there.
package struct FaultPlanError: Error, Sendable, Equatable, CustomStringConvertible {
  /// `faults[2].operation`; empty for the whole.
  package var path: String
  package var problem: String

  package var description: String { path.isEmpty ? "fault plan: \(problem)" : "fault plan: \(path): \(problem)" }
}

extension FaultPlan {
  package init(text: String) throws(FaultPlanError) {
    let parsed = JSON.parse(text)
    guard let document = parsed.document else {
      let offset = parsed.errors.first?.offset ?? 0
      let line = text.utf8.prefix(offset).count { $0 == UInt8(ascii: "\n") } + 1
      throw FaultPlanError(path: "", problem: "line \(line) is not JSON")
    }
    try self.init(json: document)
  }

  package init(json: JSON) throws(FaultPlanError) {
    let plan = try FaultReader(json, path: "", known: ["seed", "faults"])
    seed = UInt64(try plan.integer("seed", atLeast: 0) ?? 0)
    guard let list = json["faults"]?.arrayValue else {
      throw FaultPlanError(path: "faults", problem: "must be a list of faults")
    }
    rules = []
    for (position, item) in list.enumerated() { rules.append(try Rule(item, path: "faults[\(position)]")) }
  }
}

extension FaultPlan.Rule {
  private static let timing = ["fault", "operation", "from", "times", "probability"]
  private static let kinds: KeyValuePairs = [
    "throttle": [], "refuse": ["code", "message"], "lose-request": [], "lose-answer": [], "delay": ["seconds"],
    "crash": ["moment"],
  ]

  init(_ json: JSON, path: String) throws(FaultPlanError) {
    let kind = try FaultReader(json, path: path, known: nil).text("fault") ?? ""
    guard let members = Self.kinds.first(where: { $0.key == kind })?.value else {
      let names = Self.kinds.map(\.key).joined(separator: ", ")
      throw FaultPlanError(path: "\(path).fault", problem: "\"\(kind.prefix(60))\" is no fault; there are: \(names)")
    }
    let reader = try FaultReader(json, path: path, known: Self.timing + members)
    self.init(
      try Self.fault(kind, reader), operation: try reader.text("operation") ?? "*",
      from: try reader.integer("from", atLeast: 1) ?? 1, times: try reader.integer("times", atLeast: 1),
      probability: try reader.number("probability", in: 0...1) ?? 1)
    guard concernsAnything else {
      throw FaultPlanError(
        path: "\(path).operation",
        problem: "no operation is called \"\(operation.prefix(60))\"; for example: UpdateService, Describe*")
    }
  }

  private static func fault(_ kind: String, _ reader: FaultReader) throws(FaultPlanError) -> FaultPlan.Fault {
    switch kind {
    case "refuse":
      guard let code = try reader.text("code"), !code.isEmpty else { throw reader.missing("code", "AccessDeniedException") }
      return .refuse(code: code, message: try reader.text("message") ?? "refused by the fault plan")
    case "lose-request": return .loseRequest
    case "lose-answer": return .loseAnswer
    case "delay":
      guard let seconds = try reader.number("seconds", in: 0...1e6) else { throw reader.missing("seconds", "30") }
      return .delay(seconds: seconds)
    case "crash":
      guard let text = try reader.text("moment") else { return .crash(.before) }
      guard let moment = FaultPlan.Fault.Moment(rawValue: text) else {
        throw FaultPlanError(path: reader.path("moment"), problem: "must be \"before\" or \"after\"")
      }
      return .crash(moment)
    default: return .throttle
    }
  }
}

/// Reads members of one object of a fault plan.
private struct FaultReader {
  let json: JSON
  let path: String

  /// `known` nil: any members.
  init(_ json: JSON, path: String, known: [String]?) throws(FaultPlanError) {
    guard let members = json.objectValue else {
      throw FaultPlanError(path: path, problem: "must be an object, not \(json.kindName)")
    }
    self.json = json
    self.path = path
    guard let known, let unknown = members.keys.first(where: { !known.contains($0) }) else { return }
    throw FaultPlanError(
      path: self.path(String(unknown.prefix(60))), problem: "is not known here; known are: \(known.joined(separator: ", "))")
  }

  func path(_ member: String) -> String { path.isEmpty ? member : "\(path).\(member)" }

  func missing(_ member: String, _ example: String) -> FaultPlanError {
    FaultPlanError(path: path(member), problem: "is missing; for example: \(example)")
  }

  func text(_ member: String) throws(FaultPlanError) -> String? {
    guard let value = json[member] else { return nil }
    guard let text = value.stringValue else {
      throw FaultPlanError(path: path(member), problem: "must be a string, not \(value.kindName)")
    }
    return text
  }

  func integer(_ member: String, atLeast least: Int) throws(FaultPlanError) -> Int? {
    guard let value = json[member] else { return nil }
    guard let number = value.intValue, number >= least else {
      throw FaultPlanError(path: path(member), problem: "must be a whole number of at least \(least)")
    }
    return number
  }

  func number(_ member: String, in range: ClosedRange<Double>) throws(FaultPlanError) -> Double? {
    guard let value = json[member] else { return nil }
    guard let number = value.doubleValue, range.contains(number) else {
      throw FaultPlanError(path: path(member), problem: "must be a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}
