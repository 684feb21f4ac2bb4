import JSONDocument
import Loading
package import Planning
import Providers
import Recording
package import Resources

/// A plan that changes how many tasks services run, and nothing else.
package struct ScalePlan: Sendable {
  package var plan: Plan
  /// What was said of each service, in the order of addresses.
  package var services: [Service]

  package struct Service: Sendable, Equatable {
    package var address: Address
    package var before: Int
    package var after: Int
    package var owner: Owner
  }

  /// Who says how many tasks there are, beside whoever asks for a number now.
  package enum Owner: Sendable, Equatable {
    /// Nobody else: the files do not mention it.
    case nobody
    /// Its file, which the next apply goes by.
    case file(count: Int)
    /// `ignore` of environment.json leaves it to somebody: the reason.
    case left(String)
    /// Application Auto Scaling.
    case autoscaling(minimum: Int, maximum: Int)
  }
}

/// Why a service cannot be scaled.
package enum ScaleProblem: Error, Sendable, Equatable {
  case absent(Address)
  case unrecorded(Address)
  case daemon(Address)
  case outOfBounds(Address, minimum: Int, maximum: Int)
}

extension Reconciler {
  /// What makes the services run so many tasks. The file's own wishes beside that wait for the next apply.
  package func scaling(_ counts: [Address: Int]) async throws -> ScalePlan {
    var options = PlanOptions()
    options.targets = counts.keys.sorted()
    let inputs = try await observe(options)
    var plan = try await plan(inputs, options)
    (plan.changes, plan.steps, plan.unchanged) = ([], [], 0)
    let wanted = Dictionary(environment.desired.resources.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
    let records = Dictionary(inputs.recorded.resources.map { ($0.identity, $0) }, uniquingKeysWith: { first, _ in first })
    var services: [ScalePlan.Service] = []
    for (address, count) in counts.sorted(by: { $0.key < $1.key }) {
      guard let resource = wanted[address],
        let live = inputs.observed.objects[resource.identity]?.object
      else { throw ScaleProblem.absent(address) }
      guard let record = records[resource.identity] else { throw ScaleProblem.unrecorded(address) }
      let document = ServiceDocument(live.attributes)
      guard !document.isDaemon, let before = document.desiredCount else { throw ScaleProblem.daemon(address) }
      let owner = owner(of: resource, live)
      if case .autoscaling(let minimum, let maximum) = owner, !(minimum...max(minimum, maximum)).contains(count) {
        throw ScaleProblem.outOfBounds(address, minimum: minimum, maximum: maximum)
      }
      services.append(ScalePlan.Service(address: address, before: before, after: count, owner: owner))
      if before == count { plan.unchanged += 1 } else { plan.addScaling(record, of: live, from: before, to: count) }
    }
    return ScalePlan(plan: plan, services: services)
  }

  private func owner(of resource: Resource, _ live: ObservedObject) -> ScalePlan.Owner {
    if case .target(let minimum, let maximum)? = ServiceScaling(of: live.attributes) {
      return .autoscaling(minimum: minimum, maximum: maximum)
    }
    let rule = environment.desired.ignoreRules.first { $0.concerns(resource.address) && $0.path.covers(.desiredCount) }
    if let rule { return .left(rule.reason) }
    return ServiceDocument(resource.attributes).desiredCount.map { .file(count: $0) } ?? .nobody
  }
}

extension Plan {
  /// What the file declared stays on record as it was: the number is nobody's but theirs who asked for it.
  fileprivate mutating func addScaling(_ record: RecordedResource, of live: ObservedObject, from before: Int, to count: Int) {
    let after = ServiceDocument(live.attributes).running(tasks: count).json
    changes.append(
      Change(
        address: record.address, identity: record.identity, action: .update, reason: .scaled,
        fields: [
          FieldChange(path: .desiredCount, before: .known(.int(before)), after: .known(.int(count)), effect: .inPlace)
        ], before: live.attributes, after: after, rollout: RolloutExpectation.none))
    let update = Step.ResourceChange(
      resource: Resource(address: record.address, identity: record.identity, attributes: record.declared),
      before: live.attributes, after: after, changedMembers: [ServiceDocument.countMember])
    let wait = Step.RolloutWait(for: record.identity, count: count, isScaling: true)
    let first = Step.ID(steps.count + 1)
    steps.append(Step(id: first, address: record.address, work: .update(update)))
    steps.append(
      Step(id: Step.ID(first.number + 1), address: record.address, work: .awaitRollout(wait), dependsOn: [first]))
  }
}
