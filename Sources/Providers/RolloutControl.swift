package import Resources

/// Answers to rollouts that wait for one, and the end of rollouts that nobody wants any more.
package protocol RolloutControl: Sendable {
  /// The rollout of a service that goes on now; nil when none does.
  func standing(of service: ResourceIdentity) async throws(ProviderError) -> RolloutStanding?

  /// Lets a paused rollout go on.
  func goOn(_ standing: RolloutStanding, after pause: RolloutPause) async throws(ProviderError)

  /// Stops a rollout: the revision that was complete before runs again.
  func takeBack(_ standing: RolloutStanding) async throws(ProviderError)
}

/// A rollout that goes on.
package struct RolloutStanding: Sendable, Equatable {
  package var rollout: Rollout
  /// The provider's name of it, which answers are sent to; nil when it has none.
  package var handle: String?
  package var stage: String?
  package var pause: RolloutPause?

  package init(rollout: Rollout, handle: String? = nil, stage: String? = nil, pause: RolloutPause? = nil) {
    self.rollout = rollout
    self.handle = handle
    self.stage = stage
    self.pause = pause
  }
}

/// A stop in a rollout that only a person, or its end of time, ends.
package struct RolloutPause: Sendable, Hashable {
  package var id: String
  /// ECS's word for the stage in which it waits.
  package var stage: String
  /// Seconds since 1970 at which nobody is waited for any longer.
  package var endsAt: Double?
  /// What happens then: it goes on, or back.
  package var goesOnByItself: Bool

  package init(id: String, stage: String, endsAt: Double? = nil, goesOnByItself: Bool = false) {
    self.id = id
    self.stage = stage
    self.endsAt = endsAt
    self.goesOnByItself = goesOnByItself
  }
}
