package import JSONDocument
import Resources
package import Secrets

/// The file form of a plan: for showing it without credentials and for proving later that nothing moved.
///
/// It holds no secret: sensitive values are short keyed fingerprints. So a plan file is not performed from its own text;
/// apply plans again and performs that plan when its `contract` is the saved one's.
package enum PlanFile {
  package static let formatVersion = 1

  /// `program` is the name and version of the program that made the plan.
  package static func json(of plan: Plan, program: String? = nil) -> JSON {
    let plan = masked(plan)
    var json: JSON = [
      "type": "reconcile-plan",
      "formatVersion": .int(formatVersion),
      "program": program.map { .string($0) } ?? .null,
      "environment": PlanCoding.encode(plan.environment),
      "state": plan.state.map { ["lineage": .string($0.lineage), "serial": .int($0.serial)] } ?? .null,
      "inputs": .array(plan.inputs.map { ["path": .string($0.path), "sha256": .string($0.digest.hex)] }),
      "isDestroy": .bool(plan.isDestroy),
      "deletesData": .bool(plan.deletesData),
      "waves": .array(plan.waves.map { .array($0.map { .string($0.description) }) }),
      "targets": .array(plan.targets.map { .string($0.description) }),
      "unchanged": .int(plan.unchanged),
      "changes": .array(plan.changes.map(PlanCoding.encode)),
      "drift": .array(plan.drift.map(PlanCoding.encode)),
      "ignored": .array(plan.ignored.map(PlanCoding.encode)),
      "backwards": .array(plan.backwards.sorted { ($0.image, $0.before) < ($1.image, $1.before) }.map(PlanCoding.encode)),
      "steps": .array(plan.steps.map(PlanCoding.encode)),
      "fingerprints": .array(
        plan.fingerprints.sorted { $0.key < $1.key }.map {
          ["identity": PlanCoding.encode($0.key), "sha256": .string($0.value.hex)]
        }),
      "records": .array(
        plan.records.sorted { $0.key < $1.key }.map {
          ["address": .string($0.key.description), "sha256": .string($0.value.hex)]
        }),
    ]
    if !plan.rolloutNotes.isEmpty { json["rolloutNotes"] = .array(plan.rolloutNotes.map(\.json)) }
    json["madeIn"] = plan.madeIn.map { .string($0) }
    json["madeBy"] = plan.madeBy.map { .string($0) }
    json["fingerprintKey"] = plan.fingerprintKey.map { .string($0) }
    return json
  }

  /// Reads a plan back. Throws what keeps it from being one of ours.
  package static func plan(from json: JSON) throws(PlanFileError) -> Plan {
    guard json["type"]?.stringValue == "reconcile-plan", let format = json["formatVersion"]?.intValue else { throw .notAPlan }
    guard format >= 1 else { throw .notAPlan }
    guard format <= formatVersion else {
      throw .newerFormat(found: format, known: formatVersion, program: json["program"]?.stringValue)
    }
    guard let environment = json["environment"] else { throw .damaged(at: "environment") }
    var plan = Plan(environment: try PlanDecoding.environment(environment), state: PlanDecoding.version(json["state"]))
    plan.inputs = try PlanDecoding.list(json, "inputs", PlanDecoding.input)
    plan.isMasked = true
    plan.madeIn = json["madeIn"]?.stringValue
    plan.madeBy = json["madeBy"]?.stringValue
    plan.fingerprintKey = json["fingerprintKey"]?.stringValue
    plan.isDestroy = try PlanDecoding.flag(json, "isDestroy")
    plan.deletesData = try PlanDecoding.flag(json, "deletesData")
    plan.unchanged = try PlanDecoding.number(json, "unchanged")
    plan.waves = try PlanDecoding.waves(json["waves"])
    plan.targets = try PlanDecoding.list(json, "targets", PlanDecoding.address)
    plan.changes = try PlanDecoding.list(json, "changes", PlanDecoding.change)
    let backwards = Set(try PlanDecoding.list(json, "backwards", PlanDecoding.way))
    plan = plan.markingImages(backwards.contains)
    plan.drift = try PlanDecoding.list(json, "drift", PlanDecoding.drift)
    plan.ignored = try PlanDecoding.list(json, "ignored", PlanDecoding.ignored)
    plan.steps = try PlanDecoding.list(json, "steps", PlanDecoding.step)
    if json["rolloutNotes"] != nil {
      plan.rolloutNotes = try PlanDecoding.list(json, "rolloutNotes") { note throws(PlanFileError) in try RolloutNote(note) }
    }
    plan.fingerprints = try PlanDecoding.fingerprints(json)
    plan.records = try PlanDecoding.records(json)
    return plan
  }

  /// Digest of what two plans must share to be the same deed; a plan that was read from a file has that of the plan that
  /// was saved. The state's serial is no part of it.
  package static func contract(of plan: Plan) -> ContentDigest {
    ContentDigest(of: PlanContract.json(of: masked(plan)))
  }

  /// Tells one saved plan from another: also from the same changes planned of another state.
  package static func digest(of plan: Plan) -> ContentDigest { ContentDigest(of: json(of: plan)) }

  /// The plan without a secret in it. Two plans that are compared take the fingerprints of one of them.
  static func masked(_ plan: Plan, under fingerprint: SecretFingerprint? = nil) -> Plan {
    guard !plan.isMasked else { return plan }
    let masking = PlanMasking(rendering: .fingerprint(fingerprint ?? plan.secretFingerprint))
    var plan = plan
    plan.isMasked = true
    plan.changes = plan.changes.map(masking.masked)
    plan.steps = plan.steps.map(masking.masked)
    for position in plan.drift.indices {
      plan.drift[position].fields = plan.drift[position].fields.map(masking.masked)
    }
    for position in plan.ignored.indices {
      plan.ignored[position].field = masking.masked(plan.ignored[position].field)
    }
    return plan
  }
}

extension Plan {
  /// What stands for the plan's secrets, in its file and wherever it is shown.
  ///
  /// The key stands in the file, because the first apply makes a state with a lineage of its own, and a plan that was saved
  /// before must keep its fingerprints. Files of older programs have none and were made under the environment's name.
  package var secretFingerprint: SecretFingerprint {
    SecretFingerprint(key: fingerprintKey ?? "\(environment.provider.accountId)/\(environment.name)")
  }
}

package enum PlanFileError: Error, Sendable, Equatable {
  case notAPlan
  /// `program` made it.
  case newerFormat(found: Int, known: Int, program: String?)
  /// The member that is missing or of the wrong form.
  case damaged(at: String)
}
