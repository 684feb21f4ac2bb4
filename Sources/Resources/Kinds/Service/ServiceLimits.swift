extension KindLimits {
  static let service = KindLimits(
    names: [
      .init("serviceName", .plain),
      .init("serviceConnectConfiguration.services[].discoveryName", .port),
      .init("serviceConnectConfiguration.services[].clientAliases[].dnsName", .dns),
    ],
    counts: [
      .init("tags", atMost: 50),
      .init("capacityProviderStrategy", atMost: 20),
      .init("loadBalancers", atMost: 5),
      .init("serviceRegistries", atMost: 1),
      .init("placementStrategy", atMost: 5),
      .init("placementConstraints", atMost: 10),
      .init("volumeConfigurations", atMost: 1),
      .init("networkConfiguration.awsvpcConfiguration.subnets", atMost: 16),
      .init("networkConfiguration.awsvpcConfiguration.securityGroups", atMost: 5),
      .init("serviceConnectConfiguration.services[].clientAliases", atMost: 1),
    ],
    ranges: [
      .init("desiredCount", in: 0...KindLimits.any),
      .init("healthCheckGracePeriodSeconds", in: 0...2_147_483_647),
      .init("capacityProviderStrategy[].weight", in: 0...1000),
      .init("capacityProviderStrategy[].base", in: 0...100_000),
      .init("deploymentConfiguration.bakeTimeInMinutes", in: 0...1440),
      .init("deploymentConfiguration.linearConfiguration.stepPercent", in: 3...100),
      .init("deploymentConfiguration.linearConfiguration.stepBakeTimeInMinutes", in: 0...1440),
      .init("deploymentConfiguration.canaryConfiguration.canaryPercent", in: 0.1...100),
      .init("deploymentConfiguration.canaryConfiguration.canaryBakeTimeInMinutes", in: 0...1440),
      .init(
        "deploymentConfiguration.lifecycleHooks[].timeoutConfiguration.timeoutInMinutes", in: 1...20_160,
        note: "That is fourteen days."),
      .init("loadBalancers[].containerPort", in: KindLimits.port),
      .init("serviceRegistries[].port", in: KindLimits.port),
      .init("serviceRegistries[].containerPort", in: KindLimits.port),
      .init("serviceConnectConfiguration.services[].clientAliases[].port", in: KindLimits.port),
      .init("serviceConnectConfiguration.services[].ingressPortOverride", in: KindLimits.port),
    ],
    keys: [
      .init("capacityProviderStrategy", by: ["capacityProvider"]),
      .init("serviceConnectConfiguration.services", by: ["discoveryName"], instead: "portName"),
      .init("tags", by: ["key"]),
    ])
}
