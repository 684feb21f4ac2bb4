package import Resources

/// What an apply would do, as it was seen in a simulated copy of the cloud.
package struct RehearsalReport: Sendable {
  /// How the apply of the copy ended. Its serials are those of a copied state, which is gone.
  package var apply: ApplyReport
  /// What was said meanwhile, and how much of the simulated time had passed.
  package var story: [Moment]
  /// The simulated time that it took.
  package var duration: Duration
  /// Of each service that the plan touches and whose tasks something waits for, in the order of addresses.
  package var services: [TaskPeak]
  /// Of all services that the copy holds together, and of one-off tasks.
  package var all: TaskPeak
  /// What was taken to be so and may be otherwise.
  package var assumptions: [RehearsalAssumption]

  package struct Moment: Sendable {
    package var at: Duration
    package var event: ApplyEvent

    package init(at: Duration, event: ApplyEvent) {
      self.at = at
      self.event = event
    }
  }

  package init(
    apply: ApplyReport, story: [Moment] = [], duration: Duration, services: [TaskPeak] = [], all: TaskPeak,
    assumptions: [RehearsalAssumption] = []
  ) {
    self.apply = apply
    self.story = story
    self.duration = duration
    self.services = services
    self.all = all
    self.assumptions = assumptions
  }
}

/// How many tasks start or run at the same time.
package struct TaskPeak: Sendable, Equatable {
  /// Nil for all together.
  package var service: Address?
  package var before: Int
  package var peak: Int
  package var after: Int
  /// When there are that many for the first time, in simulated time.
  package var at: Duration

  package init(service: Address? = nil, before: Int, peak: Int, after: Int, at: Duration) {
    self.service = service
    self.before = before
    self.peak = peak
    self.after = after
    self.at = at
  }
}

/// What a rehearsal takes to be so.
package enum RehearsalAssumption: Sendable, Equatable {
  /// Seconds until a task runs, and until a stopped one is gone.
  case durations(start: ClosedRange<Int>, stop: Int)
  /// Tasks start and stay healthy; a scenario may say otherwise.
  case tasksFareWell
  /// Services on container instances, of which the scenario declares none: there are as many as are needed.
  case instancesHaveRoom([Address])
  /// Where nothing was asked: what is recorded is what is, and all images are there.
  case recordedIsTrue
  /// The registry did not say whether these are there.
  case imagesNotChecked([ImageReference])
  /// One-off tasks do no work here.
  case oneOffTasksSucceed([Address])
  /// Services with checks that nobody ran, and how many.
  case checksNotRun([Address: Int])
  /// Services whose images carry the bootstrap tag: nothing waits for their tasks, so none are counted.
  case notWaitedFor([Address])
  /// Deployments that were under way already, which begin anew in the copy.
  case underWay([Address])
  /// Operations that an earlier run left open: an apply finds out about them first.
  case unfinished(Int)
  /// Where the copy is not quite what it is a copy of.
  case copyDiffers([Address])
}
