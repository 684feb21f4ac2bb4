package import JSONDocument
package import Resources

/// What each kind of step needs to know.
extension Step {
  /// Where the `taskDefinition` of a service or of a one-off task comes from, when it is managed here.
  package enum RevisionSource: Sendable, Equatable {
    /// The revision that the step at this address registers.
    case registered(by: Address)
    /// A revision that exists.
    case existing(arn: String)
  }

  package struct Creation: Sendable, Equatable {
    package var resource: Resource
    package var revision: RevisionSource?

    package init(of resource: Resource, revision: RevisionSource? = nil) {
      self.resource = resource
      self.revision = revision
    }
  }

  package struct ResourceChange: Sendable, Equatable {
    package var resource: Resource
    package var before: JSON
    /// The declared attributes, with the emptying value of each field that left the files.
    package var after: JSON
    package var changedMembers: Set<String>
    package var revision: RevisionSource?
    /// ARN of the revision that was complete before, for going back when the new one fails. It is what the cloud said when
    /// the plan was made and no part of the plan's file.
    package var completedBefore: String?

    package init(
      resource: Resource, before: JSON, after: JSON, changedMembers: Set<String>, revision: RevisionSource? = nil
    ) {
      self.resource = resource
      self.before = before
      self.after = after
      self.changedMembers = changedMembers
      self.revision = revision
    }
  }

  package struct Deletion: Sendable, Equatable {
    package var identity: ResourceIdentity
    package var arn: String?
    /// Of a task definition: all revisions that are deregistered.
    package var revisions: [String]
    /// What it holds is deleted with it.
    package var withData: Bool

    package init(of identity: ResourceIdentity, arn: String?, revisions: [String] = [], withData: Bool) {
      self.identity = identity
      self.arn = arn
      self.revisions = revisions
      self.withData = withData
    }
  }

  /// A wait for the deployment that the service's own step (a dependency of this one) started; when it started none, for
  /// `resuming`, which was under way when the plan was made.
  ///
  /// When the rollout is complete, the checks must succeed.
  package struct RolloutWait: Sendable, Equatable {
    package var service: ResourceIdentity
    package var resuming: ObservedRollout?
    package var checks: [RolloutCheck]
    /// Tasks that the files ask for; nil where they leave that to somebody else, and for a daemon.
    package var count: Int?
    /// The step before changes how many tasks there are and starts no deployment.
    package var isScaling: Bool
    /// Images that carry the bootstrap tag, beside others that were pushed: tasks that fail for these alone are no failure.
    package var missingImages: [String]

    package init(
      for service: ResourceIdentity, resuming: ObservedRollout? = nil, checks: [RolloutCheck] = [], count: Int? = nil,
      isScaling: Bool = false, missingImages: [String] = []
    ) {
      self.missingImages = missingImages
      self.service = service
      self.resuming = resuming
      self.checks = checks
      self.count = count
      self.isScaling = isScaling
    }
  }

  package struct Adoption: Sendable, Equatable {
    package var resource: Resource
    /// What exists; for a task definition, the revision that is used from now on.
    package var object: ObservedObject

    package init(of resource: Resource, as object: ObservedObject) {
      self.resource = resource
      self.object = object
    }
  }

  /// One run of a one-off task.
  package struct TaskRun: Sendable, Equatable {
    /// Its attributes are the input of RunTask.
    package var resource: Resource
    package var task: OneOffTask
    /// What is written down when it succeeded.
    package var work: TaskWork
    package var revision: RevisionSource?
    /// Its command is not that of the last apply that ran it.
    package var isNew = false

    package init(of resource: Resource, task: OneOffTask, work: TaskWork, revision: RevisionSource? = nil) {
      self.resource = resource
      self.task = task
      self.work = work
      self.revision = revision
    }
  }
}
