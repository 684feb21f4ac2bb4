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
  package var resumed: ObservedRollout? { work.rolloutWait?.resuming }

  package enum Work: Sendable, Equatable {
    /// Make the object; for a task definition, register a revision.
    case create(Creation)
    case update(ResourceChange)
    case delete(Deletion)
    case awaitRollout(RolloutWait)
    /// Write down what exists already.
    case adopt(Adoption)
    /// Write down that it is no longer ours.
    case forget(ResourceIdentity)
    /// Run a one-off task, wait until it has ended, and write down that it succeeded.
    case run(TaskRun)
  }
}

extension Step.Work {
  /// The object that the step makes, changes, waits for or writes down.
  package var identity: ResourceIdentity {
    switch self {
    case .create(let creation): creation.resource.identity
    case .update(let change): change.resource.identity
    case .delete(let deletion): deletion.identity
    case .awaitRollout(let wait): wait.service
    case .adopt(let adoption): adoption.resource.identity
    case .forget(let identity): identity
    case .run(let run): run.resource.identity
    }
  }

  /// What the files say about that object; nil for a step that only needs its name.
  package var resource: Resource? {
    switch self {
    case .create(let creation): creation.resource
    case .update(let change): change.resource
    case .adopt(let adoption): adoption.resource
    case .run(let run): run.resource
    case .delete, .awaitRollout, .forget: nil
    }
  }

  package var rolloutWait: Step.RolloutWait? {
    if case .awaitRollout(let wait) = self { wait } else { nil }
  }

  package var taskRun: Step.TaskRun? {
    if case .run(let run) = self { run } else { nil }
  }
}
