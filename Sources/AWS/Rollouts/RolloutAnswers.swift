import JSONDocument
package import Providers
package import Resources

extension AWSProvider {
  package func standing(of service: ResourceIdentity) async throws(ProviderError) -> RolloutStanding? {
    guard let shape = try await calls.services([service], withTags: false)[service], let id = shape.primaryId,
      shape.primary?.state == "IN_PROGRESS",
      let revision = shape.primary?.revision
    else { return nil }
    let rollout = Rollout(service: service, deploymentId: id, revision: revision)
    guard let arn = shape.document["currentServiceDeployment"]?.stringValue else { return RolloutStanding(rollout: rollout) }
    let answer = try await calls.call(.ecs, "DescribeServiceDeployments", ["serviceDeploymentArns": [.string(arn)]])
    let deployment = answer["serviceDeployments"]?.arrayValue?.first.map(ServiceDeploymentShape.init)
    return RolloutStanding(rollout: rollout, handle: arn, stage: deployment?.stage, pause: deployment?.pause)
  }

  package func goOn(_ standing: RolloutStanding, after pause: RolloutPause) async throws(ProviderError) {
    let input: JSON = [
      "serviceDeploymentArn": .string(standing.handle ?? ""), "hookId": .string(pause.id), "action": "CONTINUE",
    ]
    _ = try await calls.call(.ecs, "ContinueServiceDeployment", input)
  }

  package func takeBack(_ standing: RolloutStanding) async throws(ProviderError) {
    let input: JSON = ["serviceDeploymentArn": .string(standing.handle ?? ""), "stopType": "ROLLBACK"]
    _ = try await calls.call(.ecs, "StopServiceDeployment", input)
  }
}
