import JSONDocument

extension FaultPlan.Rule {
  private static let timing = ["fault", "operation", "from", "times", "probability"]
  private static let kinds: KeyValuePairs = [
    "throttle": [], "refuse": ["code", "message"], "lose-request": [], "lose-answer": [], "delay": ["seconds"],
    "crash": ["moment"],
  ]

  /// One element of `faults`; nil when it is none.
  init?(_ json: JSON, _ reader: inout ScenarioReader) {
    let noun = "an element of \"faults\""
    guard json.objectValue != nil else {
      _ = reader.members(json, of: noun, known: [])
      return nil
    }
    let known = JSONObject((json.objectValue ?? JSONObject()).filter { !$0.value.isNull })
    reader.demand(known, "fault", in: json, of: noun, example: "\"throttle\"")
    let names = Self.kinds.map(\.key)
    guard
      let kind = reader.word(known, "fault", among: names, { word in Self.kinds.first { $0.key == word } }),
      let members = reader.members(json, of: "the fault \"\(kind.key)\"", known: Self.timing + kind.value),
      let fault = Self.fault(kind.key, members, json, &reader)
    else { return nil }
    self.init(
      fault, operation: reader.text(members, "operation") ?? "*", from: reader.integer(members, "from", in: 1 ... .max) ?? 1,
      times: reader.integer(members, "times", in: 1 ... .max), probability: reader.number(members, "probability", upTo: 1) ?? 1)
    if !concernsAnything {
      reader.report(
        "value", "no operation is called \"\(operation.prefix(60))\"", at: members["operation"]?.mark,
        fix: "write one such as UpdateService, ecr:TagResource or Describe*")
    }
  }

  private static func fault(
    _ kind: String, _ members: JSONObject, _ json: JSON, _ reader: inout ScenarioReader
  ) -> FaultPlan.Fault? {
    switch kind {
    case "refuse":
      reader.demand(members, "code", in: json, of: "the fault \"refuse\"", example: "\"AccessDeniedException\"")
      return reader.text(members, "code").map { code in
        .refuse(code: code, message: reader.text(members, "message") ?? "refused by the scenario")
      }
    case "lose-request": return .loseRequest
    case "lose-answer": return .loseAnswer
    case "delay":
      reader.demand(members, "seconds", in: json, of: "the fault \"delay\"", example: "30")
      return reader.number(members, "seconds", upTo: 1_000_000).map { .delay(seconds: $0) }
    case "crash":
      let moments = FaultPlan.Fault.Moment.allCases.map(\.rawValue)
      let moment = reader.word(members, "moment", among: moments, FaultPlan.Fault.Moment.init(rawValue:))
      return .crash(moment ?? .before)
    default: return .throttle
    }
  }
}
