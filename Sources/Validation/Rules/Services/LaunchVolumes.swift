import Diagnostics
import JSONDocument

struct LaunchVolumes: ServiceRule {
  let code = "volume-configuration"
  let severity = Diagnostic.Severity.error
  let summary = "volumes configured at launch are configured by the service, with a size that EBS has"
  let source = "ECS API reference, ServiceVolumeConfiguration and ServiceManagedEBSVolumeConfiguration; EBS volume types"

  func check(_ service: ServiceView, _ findings: inout Findings) {
    let configurations = service.attributes.objects("volumeConfigurations")
    if let definition = service.definition { checkNames(service, configurations, definition, &findings) }
    if service.isDaemon, !configurations.isEmpty {
      findings.add("a daemon has no \"volumeConfigurations\"", at: service.attributes.mark(of: "volumeConfigurations"))
    }
    for configuration in configurations {
      if let volume = configuration["managedEBSVolume"], volume.objectValue != nil { check(volume, &findings) }
    }
  }

  private func checkNames(
    _ service: ServiceView, _ configurations: [JSON], _ definition: TaskDefinitionView, _ findings: inout Findings
  ) {
    let atLaunch = definition.attributes.objects("volumes").filter { $0["configuredAtLaunch"]?.boolValue == true }
    let wanted = atLaunch.compactMap { $0.text("name") }
    for configuration in configurations {
      guard let json = configuration["name"], let name = json.plainText, !wanted.contains(name) else { continue }
      findings.add(
        "the task definition has no volume \"\(name)\" that is configured at launch", at: json,
        fix: wanted.first.map { "write \"\($0)\"" } ?? "add it with \"configuredAtLaunch\": true")
    }
    let given = Set(configurations.compactMap { $0["name"]?.stringValue })
    for name in wanted where !given.contains(name) && service.attributes["volumeConfigurations"]?.isOpen != true {
      findings.add(
        "the volume \"\(name)\" is configured at launch, and the service does not", at: service.attributes,
        fix: "add it to \"volumeConfigurations\"")
    }
  }

  private static let sizes: [String: ClosedRange<Int>] = [
    "gp2": 1...16_384, "gp3": 1...16_384, "io1": 4...16_384, "io2": 4...16_384, "st1": 125...16_384, "sc1": 125...16_384,
    "standard": 1...1024,
  ]

  private func check(_ volume: JSON, _ findings: inout Findings) {
    if volume["sizeInGiB"] == nil, volume["snapshotId"] == nil {
      findings.add("a volume has neither \"sizeInGiB\" nor \"snapshotId\"", at: volume, fix: "add one of them")
    }
    guard volume["volumeType"]?.isOpen != true else { return }
    let type = volume.text("volumeType") ?? "gp3"
    guard let sizes = Self.sizes[type] else {
      findings.add(
        "\"\(type)\" is no type of EBS volume", at: volume["volumeType"],
        details: ["Types: \(Self.sizes.keys.sorted().joined(separator: ", "))."])
      return
    }
    if let size = volume.int("sizeInGiB"), !sizes.contains(size) {
      findings.add("\"sizeInGiB\" is \(size); \(type) takes \(sizes.lowerBound) to \(sizes.upperBound)", at: volume["sizeInGiB"])
    }
    if volume.has("iops"), !["io1", "io2", "gp3"].contains(type) {
      findings.add("\(type) takes no \"iops\"", at: volume.mark(of: "iops"), fix: "remove it")
    }
    if volume.has("throughput"), type != "gp3" {
      findings.add("\(type) takes no \"throughput\"", at: volume.mark(of: "throughput"), fix: "remove it")
    }
  }
}
