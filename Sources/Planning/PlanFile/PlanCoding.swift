import JSONDocument
import Resources

/// Writes the parts of a plan as JSON.
enum PlanCoding {
  static func encode(_ environment: EnvironmentIdentity) -> JSON {
    [
      "name": .string(environment.name), "directory": .string(environment.directory), "cluster": .string(environment.cluster),
      "provider": .string(environment.provider.name.rawValue), "region": .string(environment.provider.region),
      "accountId": .string(environment.provider.accountId),
    ]
  }

  static func encode(_ identity: ResourceIdentity) -> JSON {
    var json: JSON = ["kind": .string(identity.kind.type), "name": .string(identity.name)]
    json["scope"] = identity.scope.map { .string($0) }
    return json
  }

  static func encode(_ change: Change) -> JSON {
    var json: JSON = [
      "address": .string(change.address.description), "identity": encode(change.identity),
      "action": .string(change.action.rawValue), "reason": encode(change.reason), "fields": .array(change.fields.map(encode)),
    ]
    json["before"] = change.before
    json["after"] = change.after
    json["revision"] = change.revision.map { revision in
      ["before": revision.before.map { .string($0) } ?? .null, "after": revision.after.map { .string($0) } ?? .null]
    }
    json["rollout"] = change.rollout.map(encode)
    return json
  }

  static func encode(_ drift: Drift) -> JSON {
    [
      "address": .string(drift.address.description), "kind": .string(drift.kind.rawValue),
      "fields": .array(drift.fields.map(encode)),
      "fates": .array(
        drift.fates.sorted { $0.key < $1.key }.map { path, fate in
          ["path": .array(path.steps.map(encode)), "fate": .string(fate.rawValue)]
        }),
    ]
  }

  static func encode(_ ignored: IgnoredDifference) -> JSON {
    [
      "address": .string(ignored.address.description), "field": encode(ignored.field), "reason": .string(ignored.reason),
      "is_left": .bool(ignored.isLeft),
    ]
  }

  static func encode(_ way: ImageTagChange.Way) -> JSON {
    ["image": .string(way.image), "before": .string(way.before), "after": .string(way.after)]
  }

  static func encode(_ field: FieldChange) -> JSON {
    var json: JSON = [
      "path": .array(field.path.steps.map(encode)), "effect": .string(field.effect.rawValue),
      "sensitive": .bool(field.isSensitive),
    ]
    json["before"] = encode(field.before)
    json["after"] = encode(field.after)
    return json
  }

  private static func encode(_ step: FieldPath.Step) -> JSON {
    switch step {
    case .member(let name): .string(name)
    case .key(let key): ["key": .string(key)]
    }
  }

  /// Absent: nothing; known: `{"value": …}`; not known yet: `{"unknown": true}`.
  private static func encode(_ value: FieldChange.Value) -> JSON? {
    switch value {
    case .absent: nil
    case .known(let json): ["value": json]
    case .unknownUntilApplied: ["unknown": true]
    }
  }

  private static func encode(_ reason: ActionReason) -> JSON {
    switch reason {
    case .notThere: ["is": "notThere"]
    case .deletedOutside: ["is": "deletedOutside"]
    case .differs: ["is": "differs"]
    case .deregistered(let revision): ["is": "deregistered", "revision": .string(revision)]
    case .cannotUpdate(let paths): ["is": "cannotUpdate", "paths": .array(paths.map { .array($0.steps.map(encode)) })]
    case .renamed(let identity): ["is": "renamed", "from": encode(identity)]
    case .leftOver(let run): ["is": "leftOver", "run": run.map { .int($0) } ?? .null]
    case .begun: ["is": "begun"]
    case .takenBack(let run): ["is": "takenBack", "run": run.map { .int($0) } ?? .null]
    case .givenUp: ["is": "givenUp"]
    case .noLongerDesired: ["is": "noLongerDesired"]
    case .destroying: ["is": "destroying"]
    case .holdsData: ["is": "holdsData"]
    case .declaredElsewhere(let directory): ["is": "declaredElsewhere", "directory": .string(directory)]
    case .existsUnrecorded: ["is": "existsUnrecorded"]
    case .sameContentAs(let revision): ["is": "sameContentAs", "revision": .string(revision)]
    case .goneAlready: ["is": "goneAlready"]
    case .takenAlong(let owner): ["is": "takenAlong", "by": encode(owner)]
    case .moved(let address): ["is": "moved", "from": .string(address.description)]
    case .deploymentFailed(let words): ["is": "deploymentFailed", "words": words.map { .string($0) } ?? .null]
    case .notRunYet: ["is": "notRunYet"]
    case .runsAlways: ["is": "runsAlways"]
    case .askedFor: ["is": "askedFor"]
    case .redeployed: ["is": "redeployed"]
    case .scaled: ["is": "scaled"]
    }
  }

  private static func encode(_ rollout: RolloutExpectation) -> JSON {
    switch rollout {
    case .awaited: "awaited"
    case .none: "none"
    case .bootstrap(let tag): ["bootstrap": .string(tag)]
    }
  }

  static func encode(_ step: Step) -> JSON {
    [
      "id": .int(step.id.number), "address": .string(step.address.description),
      "dependsOn": .array(step.dependsOn.map { .int($0.number) }), "work": encode(step.work),
    ]
  }

  private static func encode(_ work: Step.Work) -> JSON {
    switch work {
    case .create(let creation):
      return [
        "do": "create", "resource": encode(creation.resource), "revision": creation.revision.map(encode) ?? .null,
      ]
    case .update(let change):
      return [
        "do": "update", "resource": encode(change.resource), "before": change.before, "after": change.after,
        "changed": .array(change.changedMembers.sorted().map { .string($0) }),
        "revision": change.revision.map(encode) ?? .null,
      ]
    case .delete(let deletion):
      return [
        "do": "delete", "identity": encode(deletion.identity), "arn": deletion.arn.map { .string($0) } ?? .null,
        "revisions": .array(deletion.revisions.map { .string($0) }), "withData": .bool(deletion.withData),
      ]
    case .awaitRollout(let wait):
      var json: JSON = ["do": "awaitRollout", "identity": encode(wait.service)]
      json["resuming"] = wait.resuming.map(encode)
      json["count"] = wait.count.map { .int($0) }
      if wait.isScaling { json["scaling"] = true }
      if !wait.missingImages.isEmpty { json["missingImages"] = .strings(wait.missingImages) }
      if !wait.checks.isEmpty { json["checks"] = .array(wait.checks.map(encode)) }
      return json
    case .adopt(let adoption):
      return [
        "do": "adopt", "resource": encode(adoption.resource), "attributes": adoption.object.attributes,
        "arn": adoption.object.arn.map { .string($0) } ?? .null,
      ]
    case .forget(let identity): return ["do": "forget", "identity": encode(identity)]
    case .run(let run):
      var json: JSON = [
        "do": "run", "resource": encode(run.resource), "revision": run.revision.map(encode) ?? .null,
        "task": encode(run.task), "of": encode(run.work),
      ]
      if run.isNew { json["new"] = true }
      return json
    }
  }

  private static func encode(_ task: OneOffTask) -> JSON {
    [
      "container": .string(task.container), "runs": .string(task.occasion.rawValue),
      "before": .array(task.before.map { .string($0.description) }), "timeout": .int(task.timeout),
      "onTimeout": .string(task.onTimeout.rawValue),
    ]
  }

  private static func encode(_ work: TaskWork) -> JSON {
    var json: JSON = ["image": .string(work.image)]
    json["digest"] = work.digest.map { .string($0) }
    json["command"] = work.command.map { .array($0.map { .string($0) }) }
    return json
  }

  private static func encode(_ rollout: ObservedRollout) -> JSON {
    var json: JSON = ["deployment": .string(rollout.deploymentId), "revision": .string(rollout.revision)]
    json["completedBefore"] = rollout.completedBefore.map { .string($0) }
    if case .unproven(let problem) = rollout.state { json["unproven"] = ["problem": problem.map { .string($0) } ?? .null] }
    return json
  }

  private static func encode(_ check: RolloutCheck) -> JSON {
    var json: JSON = [
      "service": .string(check.service), "attempts": .int(check.attempts), "interval": .int(check.interval),
      "timeout": .int(check.timeout),
    ]
    json["url"] = check.url.map { .string($0) }
    json["tag"] = check.tag.map { .string($0) }
    if check.isNew { json["new"] = true }
    switch check.probe {
    case .http(let status, let values):
      json["status"] = .int(status)
      json["values"] = .array(values.map { ["pointer": .string($0.pointer), "value": $0.value] })
    case .command(let words): json["command"] = .array(words.map { .string($0) })
    }
    return json
  }

  private static func encode(_ resource: Resource) -> JSON {
    [
      "address": .string(resource.address.description), "identity": encode(resource.identity), "file": .string(resource.file),
      "attributes": resource.attributes.unmarked,
      "links": .array(
        resource.links.map { ["member": .string($0.member), "target": .string($0.target.description)] }),
    ]
  }

  private static func encode(_ source: Step.RevisionSource) -> JSON {
    switch source {
    case .registered(let address): ["registeredBy": .string(address.description)]
    case .existing(let arn): ["existing": .string(arn)]
    }
  }
}
