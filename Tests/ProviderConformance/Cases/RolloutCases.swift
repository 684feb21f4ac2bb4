import JSONDocument
import Providers
import Resources
import Testing

extension ConformanceCase {
  static let rolloutCases: [ConformanceCase] = [
    ConformanceCase("a new revision is one rollout, and completes", needs: [.services, .rollouts]) { provider, setting in
      let setup = try await ServiceSetup(provider, setting)
      let first = try await setup.register(TaskDefinitions.image(setting.image))
      let attributes = #"{"launchType": "EC2", "desiredCount": 2}"#
      _ = try await setup.start(try setup.service(attributes, revision: first))
      let rollout = try #require(try await setup.deploy(attributes, TaskDefinitions.bridge))
      #expect(rollout.revision != first)
      let verdict = await provider.follow(rollout, patience: RolloutPatience(timeout: .seconds(3600))) { _ in }
      #expect(verdict.outcome == .completed)
      #expect(verdict.runningRevision == rollout.revision)
      try await setup.remove()
    },
    ConformanceCase("a rollback by the circuit breaker is no success", needs: [.services, .rollouts, .circuitBreaker]) {
      provider, setting in
      guard let failing = setting.failingImage else { return }
      let setup = try await ServiceSetup(provider, setting)
      let first = try await setup.register(TaskDefinitions.image(setting.image))
      _ = try await setup.start(try setup.service(guarded(rollback: true), revision: first))
      let rollout = try #require(try await setup.deploy(guarded(rollback: true), TaskDefinitions.image(failing)))
      let verdict = await provider.follow(rollout, patience: RolloutPatience(timeout: .seconds(7200))) { _ in }
      #expect(verdict.outcome == .rolledBack, "\(verdict)")
      #expect(verdict.runningRevision == first)
      #expect(verdict.reason != nil)
      try await setup.remove()
    },
    ConformanceCase("a deployment that fails without a way back has failed", needs: [.services, .rollouts, .circuitBreaker]) {
      provider, setting in
      guard let failing = setting.failingImage else { return }
      let setup = try await ServiceSetup(provider, setting)
      let first = try await setup.register(TaskDefinitions.image(setting.image))
      _ = try await setup.start(try setup.service(guarded(rollback: false), revision: first))
      let rollout = try #require(try await setup.deploy(guarded(rollback: false), TaskDefinitions.image(failing)))
      let verdict = await provider.follow(rollout, patience: RolloutPatience(timeout: .seconds(7200))) { _ in }
      #expect(verdict.outcome == .failed, "\(verdict)")
      try await setup.remove()
    },
    ConformanceCase("a deployment that never gets ready times out", needs: [.services, .rollouts]) { provider, setting in
      guard let failing = setting.failingImage else { return }
      let setup = try await ServiceSetup(provider, setting)
      let revision = try await setup.register(TaskDefinitions.image(failing))
      let made = try await provider.create(
        try setup.service(#"{"launchType": "EC2", "desiredCount": 1}"#, revision: revision), token: setup.tokens(3))
      let verdict = await provider.follow(try #require(made.rollout), patience: RolloutPatience(timeout: .seconds(300))) { _ in }
      #expect(verdict.outcome == .timedOut, "\(verdict)")
      try await setup.remove()
    },
    ConformanceCase("somebody's newer deployment supersedes ours", needs: [.services, .rollouts]) { provider, setting in
      let setup = try await ServiceSetup(provider, setting)
      let attributes = #"{"launchType": "EC2", "desiredCount": 2}"#
      let first = try await setup.register(TaskDefinitions.image(setting.image))
      _ = try await setup.start(try setup.service(attributes, revision: first))
      let ours = try #require(try await setup.deploy(attributes, TaskDefinitions.bridge, number: 10))
      let theirs = try #require(try await setup.deploy(attributes, TaskDefinitions.image(setting.image), number: 20))
      let verdict = await provider.follow(ours, patience: RolloutPatience(timeout: .seconds(3600))) { _ in }
      #expect(verdict.outcome == .superseded, "\(verdict)")
      #expect(await provider.follow(theirs, patience: RolloutPatience(timeout: .seconds(3600))) { _ in }.outcome == .completed)
      try await setup.remove()
    },
    ConformanceCase("a rollout of a service that is gone has failed", needs: [.services, .rollouts]) { provider, setting in
      let rollout = Rollout(service: setting.identity(.service, "nothing"), deploymentId: "ecs-svc/1", revision: "web:1")
      #expect(await provider.follow(rollout, patience: RolloutPatience(timeout: .seconds(600))) { _ in }.outcome == .failed)
    },
  ]

  private static func guarded(rollback: Bool) -> String {
    """
    {"launchType": "EC2", "desiredCount": 2,
     "deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": true, "rollback": \(rollback)}}}
    """
  }
}

extension ServiceSetup {
  /// Registers another revision and lets the service run it.
  fileprivate func deploy(_ attributes: String, _ taskDefinition: String, number: Int = 10) async throws -> Rollout? {
    let revision = try await register(taskDefinition, number: number)
    let wanted = try service(attributes, revision: revision)
    let before = try #require(try await provider.observation(of: wanted)?.object?.attributes)
    let result = try await provider.update(update(before, wanted), token: tokens(number + 1))
    expectSame(result.object.attributes, as: wanted, "deployed")
    return result.rollout
  }
}
