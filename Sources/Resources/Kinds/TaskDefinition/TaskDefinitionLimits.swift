extension KindLimits {
  static let taskDefinition = KindLimits(
    names: [
      .init("family", .plain),
      .init("containerDefinitions[].name", .plain),
      .init("volumes[].name", .plain),
      .init("containerDefinitions[].portMappings[].name", .port),
    ],
    counts: [
      .init("tags", atMost: 50),
      .init("placementConstraints", atMost: 10),
      .init("containerDefinitions[].environmentFiles", atMost: 10),
      .init("containerDefinitions[].credentialSpecs", atMost: 1),
      .init("containerDefinitions[].restartPolicy.ignoredExitCodes", atMost: 50),
    ],
    ranges: [
      .init("containerDefinitions[].cpu", in: 0...KindLimits.any),
      .init("containerDefinitions[].memory", in: 4...KindLimits.any, note: "Docker needs at least 4 MiB, newer versions 6."),
      .init(
        "containerDefinitions[].memoryReservation", in: 4...KindLimits.any, note: "Docker needs at least 4 MiB, newer versions 6."
      ),
      .init("containerDefinitions[].portMappings[].containerPort", in: KindLimits.port),
      .init("containerDefinitions[].portMappings[].hostPort", in: 0...65_535),
      .init("containerDefinitions[].startTimeout", in: 2...KindLimits.any),
      .init("containerDefinitions[].stopTimeout", in: 2...KindLimits.any),
      .init("containerDefinitions[].healthCheck.interval", in: 5...300),
      .init("containerDefinitions[].healthCheck.timeout", in: 2...60),
      .init("containerDefinitions[].healthCheck.retries", in: 1...10),
      .init("containerDefinitions[].healthCheck.startPeriod", in: 0...300),
      .init("containerDefinitions[].restartPolicy.restartAttemptPeriod", in: 60...1800),
      .init("containerDefinitions[].linuxParameters.swappiness", in: 0...100),
      .init("containerDefinitions[].linuxParameters.maxSwap", in: 0...KindLimits.any),
      .init("containerDefinitions[].linuxParameters.tmpfs[].size", in: 1...KindLimits.any),
      .init("containerDefinitions[].ulimits[].softLimit", in: -1...KindLimits.any, note: "-1 stands for unlimited."),
      .init("containerDefinitions[].ulimits[].hardLimit", in: -1...KindLimits.any, note: "-1 stands for unlimited."),
      .init("ephemeralStorage.sizeInGiB", in: 21...200, note: "Without it a task has 20 GiB."),
      .init("volumes[].efsVolumeConfiguration.transitEncryptionPort", in: 0...65_535),
    ],
    keys: [
      .init("containerDefinitions[].environment", by: ["name"], isRefused: false),
      .init("containerDefinitions[].secrets", by: ["name"]),
      .init("containerDefinitions[].ulimits", by: ["name"]),
      .init("containerDefinitions[].systemControls", by: ["namespace"]),
      .init("containerDefinitions[].logConfiguration.secretOptions", by: ["name"]),
      .init("containerDefinitions[].dependsOn", by: ["containerName", "condition"], isRefused: false),
      .init("volumes", by: ["name"]),
      .init("tags", by: ["key"]),
    ])
}
