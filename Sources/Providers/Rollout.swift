package import Resources

/// What is waited for after a call that changed a service: one deployment of it, with as many tasks as the files ask for.
package struct Rollout: Sendable, Hashable {
  package var service: ResourceIdentity
  /// `ecs-svc/…`, from the answer to our own call; nil when that named none, so that it has to be looked for.
  package var deploymentId: String?
  /// ARN of the revision that it brings.
  package var revision: String
  /// The deployment that was the primary one before the call; nil where there was none, or where it stays.
  package var replacing: String?
  /// Tasks that the files ask for; nil where somebody else says how many, and for a daemon.
  package var count: Int?
  /// The call changed the count alone: the deployment was there before, and may have been complete.
  package var isScaling = false

  /// `api:42`
  package var shortRevision: String { RevisionReference(revision).shortName }

  package init(service: ResourceIdentity, deploymentId: String?, revision: String, count: Int? = nil) {
    self.service = service
    self.deploymentId = deploymentId
    self.revision = revision
    self.count = count
  }
}

/// How long the end of a rollout is waited for.
package struct RolloutPatience: Sendable, Equatable {
  package var timeout: Duration
  /// So many tasks may stop one after another before one was healthy; then the wait ends, unless the service's own circuit
  /// breaker is about to decide. Nil waits for what the provider decides.
  package var failures: Int?
  /// So long a complete rollout is looked at before it is called complete; tasks that die after it was complete count. Nil
  /// believes in the first look that shows it complete.
  package var soak: Duration?

  package init(timeout: Duration, failures: Int? = nil, soak: Duration? = nil) {
    self.timeout = timeout
    self.failures = failures
    self.soak = soak
  }
}

/// Where a rollout stands, as the provider said last.
package struct RolloutProgress: Sendable, Equatable {
  package var desired: Int
  package var running: Int
  package var pending: Int
  package var failed: Int
  /// ECS's word: `IN_PROGRESS`, or the stage of a blue/green deployment.
  package var phase: String
  /// The newest event of the service that belongs to this rollout.
  package var event: String?
  /// What tasks stopped of, in one line, as soon as one did.
  package var trouble: String?
  /// Percent of the traffic that it has; nil where traffic is not shifted.
  package var traffic: Double?
  /// Tasks of older deployments that still run.
  package var older = 0
  /// ARN of the revision of before, where that is being put back: the counts are its own.
  package var wayBack: String?
  /// Minutes that ECS watches after all tasks run, where the service asks for it.
  package var bakeMinutes: Int?

  package init(
    desired: Int, running: Int, pending: Int, failed: Int, phase: String, event: String? = nil, trouble: String? = nil
  ) {
    self.desired = desired
    self.running = running
    self.pending = pending
    self.failed = failed
    self.phase = phase
    self.event = event
    self.trouble = trouble
  }
}

/// How a rollout ended, and why. Success means `completed` and nothing else.
package struct RolloutVerdict: Sendable, Equatable {
  package enum Outcome: String, Sendable, CaseIterable {
    /// Our deployment is the primary one and complete.
    case completed
    /// The previous revision was put back, and all its tasks run.
    case rolledBack
    /// The previous revision was to be put back, and does not run either.
    case rollbackFailed
    case failed
    /// Somebody's newer deployment took the place of ours.
    case superseded
    case timedOut
    /// We stopped waiting; the deployment goes on without us.
    case interrupted
    /// There was nothing to wait for.
    case nothingToDo
  }

  package var outcome: Outcome
  /// ECS's own words for the reason, when there are any.
  package var reason: String?
  /// Revision that the service runs now, when it is known.
  package var runningRevision: String?
  /// Tasks of that revision that run, when it is known.
  package var runningCount: Int?
  /// Tasks of it that should run, when it is known.
  package var wantedCount: Int?
  /// When that was seen: seconds since 1970 on the cloud's clock.
  package var seenAt: Double?
  /// Why it did not go well; nil when it did, and when nothing could be found out.
  package var evidence: RolloutEvidence?
  /// Failed in our eyes: the wait ended early, and the provider goes on trying.
  package var isStillTried = false
  /// It failed because somebody deleted the service.
  package var isServiceGone = false
  /// Checks that succeeded after it.
  package var passedChecks = 0
  /// It was complete, but what must be true after it is not: why, in one line.
  package var failedCheck: String?
  /// What we did about the failure.
  package var putBack: PutBack?
  /// It waits for somebody's answer, so we stopped waiting for it.
  package var pause: RolloutPause?

  /// The revision of before was asked for again, because the new one failed.
  package struct PutBack: Sendable, Equatable {
    /// ARN of that revision; nil when there was none.
    package var revision: String?
    /// How its own rollout ended; nil when it was not begun.
    package var outcome: Outcome?
    /// Why it did not go well.
    package var problem: String?

    package init(revision: String?, outcome: Outcome? = nil, problem: String? = nil) {
      self.revision = revision
      self.outcome = outcome
      self.problem = problem
    }
  }

  package init(
    _ outcome: Outcome, reason: String? = nil, runningRevision: String? = nil, runningCount: Int? = nil,
    evidence: RolloutEvidence? = nil
  ) {
    self.outcome = outcome
    self.reason = reason
    self.runningRevision = runningRevision
    self.runningCount = runningCount
    self.evidence = evidence
  }
}
