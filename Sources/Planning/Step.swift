package import JSONDocument
package import Resources

/// One unit of a plan: at most one mutating call, or one wait.
package struct Step: Sendable, Equatable {
  package struct ID: Sendable, Hashable, Comparable {
    package let number: Int

    package init(_ number: Int) {
      self.number = number
    }

    package static func < (left: ID, right: ID) -> Bool { left.number < right.number }
  }

  package var id: ID
  package var address: Address
  package var work: Work
  /// Steps that must have succeeded before this one may run; all have lower numbers.
  package var dependsOn: [ID]

  package init(id: ID, address: Address, work: Work, dependsOn: [ID] = []) {
    self.id = id
    self.address = address
    self.work = work
    self.dependsOn = dependsOn
  }

  /// It only waits for a deployment that somebody started before.
  package var resumed: ObservedRollout? {
    if case .awaitRollout(_, let resuming, _) = work { resuming } else { nil }
  }

  package enum Work: Sendable, Equatable {
    /// Make the object; for a task definition, register a revision. `rollout` is set for services.
    case create(Resource, RevisionSource?)
    case update(ResourceChange, RevisionSource?)
    case delete(ResourceIdentity, arn: String?, revisions: [String], withData: Bool)
    /// Wait for the deployment that the service's own step (a dependency of this one) started; when it started none, for
    /// `resuming`, which was under way when the plan was made.
    ///
    /// When the rollout is complete, the checks must succeed.
    case awaitRollout(ResourceIdentity, resuming: ObservedRollout? = nil, checks: [RolloutCheck] = [])
    /// Write down what exists already. For a task definition `object` is the revision that is used from now on.
    case adopt(Resource, object: ObservedObject)
    /// Write down that it is no longer ours.
    case forget(ResourceIdentity)
    /// Run a one-off task, wait until it has ended, and write down that it succeeded.
    case run(TaskRun, RevisionSource?)
  }

  /// One run of a one-off task.
  package struct TaskRun: Sendable, Equatable {
    /// Its attributes are the input of RunTask.
    package var resource: Resource
    package var task: OneOffTask
    /// What is written down when it succeeded.
    package var work: TaskWork

    package init(_ resource: Resource, _ task: OneOffTask, work: TaskWork) {
      self.resource = resource
      self.task = task
      self.work = work
    }
  }

  /// Where the `taskDefinition` of a service comes from, when it is managed here.
  package enum RevisionSource: Sendable, Equatable {
    /// The revision that the step at this address registers.
    case registered(by: Address)
    /// A revision that exists.
    case existing(arn: String)
  }

  package struct ResourceChange: Sendable, Equatable {
    package var resource: Resource
    package var before: JSON
    /// The declared attributes, with the emptying value of each field that left the files.
    package var after: JSON
    package var changedMembers: Set<String>
    /// ARN of the revision that was complete before, for going back when the new one fails. It is what the cloud said when
    /// the plan was made and no part of the plan's file.
    package var completedBefore: String?

    package init(resource: Resource, before: JSON, after: JSON, changedMembers: Set<String>) {
      self.resource = resource
      self.before = before
      self.after = after
      self.changedMembers = changedMembers
    }
  }
}
