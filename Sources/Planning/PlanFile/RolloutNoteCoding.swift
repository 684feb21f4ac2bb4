import JSONDocument
import Resources

/// What there is to know about rollouts, as it stands in a plan file. Files of older programs have none.
extension RolloutNote {
  var json: JSON {
    var json: JSON = [
      "address": .string(address.description), "matter": .string(matter.rawValue), "revision": .string(revision),
      "running": .int(running), "wanted": .int(wanted), "pending": .int(pending), "failed": .int(failed),
    ]
    json["serving"] = serving.map { .string($0) }
    json["memory"] = memory.map(\.json)
    return json
  }

  init(_ json: JSON) throws(PlanFileError) {
    guard let matter = (json["matter"]?.stringValue).flatMap(Matter.init), let revision = json["revision"]?.stringValue,
      let address = json["address"]
    else { throw .damaged(at: "rolloutNotes") }
    self.init(
      matter, at: try PlanDecoding.address(address), revision: revision, running: try PlanDecoding.number(json, "running"),
      wanted: try PlanDecoding.number(json, "wanted"))
    pending = try PlanDecoding.number(json, "pending")
    failed = try PlanDecoding.number(json, "failed")
    serving = json["serving"]?.stringValue
    memory = try json["memory"].map(RolloutMemory.init)
  }
}

extension RolloutMemory {
  fileprivate var json: JSON {
    [
      "run": .int(run), "operation": .string(operation), "who": .string(who), "at": .int(Int(at)), "outcome": .string(outcome),
      "ending": .string(ending.rawValue),
    ]
  }

  fileprivate init(_ json: JSON) throws(PlanFileError) {
    guard let operation = json["operation"]?.stringValue, let who = json["who"]?.stringValue,
      let outcome = json["outcome"]?.stringValue, let ending = (json["ending"]?.stringValue).flatMap(Ending.init)
    else { throw .damaged(at: "memory") }
    self.init(
      run: try PlanDecoding.number(json, "run"), operation: operation, who: who, at: Int64(try PlanDecoding.number(json, "at")),
      outcome: outcome, ending: ending)
  }
}
