import JSONDocument
import Providers
import Resources

extension APICalls {
  /// Which of some services Application Auto Scaling scales: one call for fifty of them, the most that it takes.
  ///
  /// Whoever may not ask gets to know just that: policies that were written before this question was asked still plan.
  func scaling(of services: [ResourceIdentity]) async throws(ProviderError) -> [ResourceIdentity: ServiceScaling] {
    let answers = try await concurrently(services.sorted().pieces(of: 50)) { some throws(ProviderError) in
      try await scalableTargets(some)
    }
    return Dictionary(answers.joined(), uniquingKeysWith: { first, _ in first })
  }

  private func scalableTargets(
    _ services: [ResourceIdentity]
  ) async throws(ProviderError) -> [(ResourceIdentity, ServiceScaling)] {
    let byResource = Dictionary(
      services.map { ("service/\($0.cluster)/\($0.name)", $0) }, uniquingKeysWith: { first, _ in first })
    let input: JSON = [
      "ServiceNamespace": "ecs", "ScalableDimension": "ecs:service:DesiredCount",
      "ResourceIds": .strings(byResource.keys.sorted()),
    ]
    let answer: JSON
    do throws(ProviderError) {
      answer = try await call(.applicationAutoscaling, "DescribeScalableTargets", input)
    } catch {
      guard error.kind == .forbidden else { throw error }
      return services.map { ($0, .unknown(reason: error.message)) }
    }
    guard let targets = answer["ScalableTargets"]?.arrayValue else {
      throw .unexpected("DescribeScalableTargets", "the answer holds no list of targets")
    }
    return targets.compactMap { target in
      guard let service = target["ResourceId"]?.stringValue.flatMap({ byResource[$0] }),
        let minimum = target["MinCapacity"]?.intValue, let maximum = target["MaxCapacity"]?.intValue
      else { return nil }
      return (service, .target(minimum: minimum, maximum: maximum))
    }
  }
}
