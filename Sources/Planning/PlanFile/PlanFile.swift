package import JSONDocument
package import Resources

/// The file form of a plan: for showing it without credentials and for proving later that nothing moved.
///
/// It holds no secret: sensitive values are short keyed fingerprints. So a plan file is not performed from its own text;
/// apply plans again and performs that plan when its `contract` is the saved one's.
package enum PlanFile {
  package static let formatVersion = 1

  package static func json(of plan: Plan) -> JSON {
    let plan = masked(plan)
    return [
      "type": "reconcile-plan",
      "formatVersion": .int(formatVersion),
      "environment": PlanCoding.encode(plan.environment),
      "state": plan.state.map { ["lineage": .string($0.lineage), "serial": .int($0.serial)] } ?? .null,
      "inputs": .array(plan.inputs.map { ["path": .string($0.path), "sha256": .string($0.digest.hex)] }),
      "isDestroy": .bool(plan.isDestroy),
      "deletesData": .bool(plan.deletesData),
      "targets": .array(plan.targets.map { .string($0.description) }),
      "unchanged": .int(plan.unchanged),
      "changes": .array(plan.changes.map(PlanCoding.encode)),
      "drift": .array(plan.drift.map(PlanCoding.encode)),
      "steps": .array(plan.steps.map(PlanCoding.encode)),
      "fingerprints": .array(
        plan.fingerprints.sorted { $0.key < $1.key }.map {
          ["identity": PlanCoding.encode($0.key), "sha256": .string($0.value.hex)]
        }),
    ]
  }

  /// Reads a plan back. Throws what keeps it from being one of ours.
  package static func plan(from json: JSON) throws(PlanFileError) -> Plan {
    guard json["type"]?.stringValue == "reconcile-plan", let format = json["formatVersion"]?.intValue else { throw .notAPlan }
    guard format <= formatVersion else { throw .newerFormat(found: format, known: formatVersion) }
    guard let environment = json["environment"] else { throw .damaged(at: "environment") }
    var plan = Plan(environment: try PlanDecoding.environment(environment), state: PlanDecoding.version(json["state"]))
    plan.inputs = try PlanDecoding.list(json, "inputs") { item throws(PlanFileError) in
      guard let path = item["path"]?.stringValue, let hex = item["sha256"]?.stringValue, let digest = ContentDigest(hex: hex)
      else { throw .damaged(at: "inputs") }
      return InputFile(path: path, digest: digest)
    }
    plan.isDestroy = json["isDestroy"]?.boolValue ?? false
    plan.deletesData = json["deletesData"]?.boolValue ?? false
    plan.unchanged = json["unchanged"]?.intValue ?? 0
    plan.targets = try PlanDecoding.list(json, "targets", PlanDecoding.address)
    plan.changes = try PlanDecoding.list(json, "changes", PlanDecoding.change)
    plan.drift = try PlanDecoding.list(json, "drift", PlanDecoding.drift)
    plan.steps = try PlanDecoding.list(json, "steps", PlanDecoding.step)
    for item in json["fingerprints"]?.arrayValue ?? [] {
      guard let identity = item["identity"], let hex = item["sha256"]?.stringValue, let digest = ContentDigest(hex: hex)
      else { throw .damaged(at: "fingerprints") }
      plan.fingerprints[try PlanDecoding.identity(identity)] = digest
    }
    return plan
  }

  /// What two plans must share to be the same deed: environment, changes and steps. Drift elsewhere and the state's
  /// serial are no part of it.
  package static func contract(of plan: Plan) -> ContentDigest {
    let json = json(of: plan)
    return ContentDigest(
      of: ["environment": json["environment"]?["name"] ?? .null, "changes": json["changes"] ?? .null, "steps": json["steps"] ?? .null])
  }

  /// The plan without a secret in it.
  private static func masked(_ plan: Plan) -> Plan {
    let mask = SecretFingerprint(key: plan.state?.lineage ?? plan.environment.name)
    var plan = plan
    plan.changes = plan.changes.map { PlanMasking.masked($0, mask) }
    plan.steps = plan.steps.map { PlanMasking.masked($0, mask) }
    plan.drift = plan.drift.map { drift in
      Drift(address: drift.address, kind: drift.kind, fields: drift.fields.map { PlanMasking.masked($0, mask) })
    }
    return plan
  }
}

package enum PlanFileError: Error, Sendable, Equatable {
  case notAPlan
  case newerFormat(found: Int, known: Int)
  /// The member that is missing or of the wrong form.
  case damaged(at: String)
}
