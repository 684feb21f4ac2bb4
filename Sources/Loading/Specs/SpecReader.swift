import Diagnostics
import JSONDocument
import Platform
import Resources

/// Reads the spec files of all kinds and makes resources of them.
struct SpecReader {
  /// Base first.
  let layers: [String]

  func read(_ interpolation: inout Interpolation, _ run: inout LoadingRun) -> [Resource] {
    var resources: [Resource] = []
    for kind in ResourceKind.all {
      for (stem, paths) in files(of: kind, &run).sorted(by: { $0.key < $1.key }) {
        guard !run.lacks(kind, stem) else { continue }
        if let resource = resource(kind, stem, paths, &interpolation, &run) { resources.append(resource) }
      }
    }
    return resources
  }

  /// Files by stem, each with its path in every layer that has it.
  private func files(of kind: ResourceKind, _ run: inout LoadingRun) -> [String: [String]] {
    var files: [String: [String]] = [:]
    for layer in layers {
      let folder = Paths.joined(layer, kind.folder)
      for name in FileSystem.entries(folder) where !name.hasPrefix(".") {
        let path = Paths.joined(folder, name)
        if name.hasSuffix(".json") {
          let stem = String(name.dropLast(5))
          if Address.isName(stem) {
            files[stem, default: []].append(path)
          } else {
            Self.refuse(stem, at: path, &run)
          }
        } else {
          UnreadEntries.checkSpec(name, at: path, in: kind.folder, &run)
        }
      }
    }
    return files
  }

  private static func refuse(_ stem: String, at path: String, _ run: inout LoadingRun) {
    run.leaveOut(path)
    run.report(
      .error, "file-name", "\"\(stem)\" cannot be the name of a resource's file", at: nil, file: path,
      details: ["It is the resource's address: at most 200 ASCII letters, digits, \"_\", \"-\" and \".\"."],
      fix: "rename the file; what is recorded moves along with its address")
  }

  private func resource(
    _ kind: ResourceKind, _ stem: String, _ paths: [String], _ interpolation: inout Interpolation, _ run: inout LoadingRun
  ) -> Resource? {
    var merged: JSON?
    for path in paths {
      guard let document = run.document(path) else { return nil }
      guard let spec = SpecCleaner.unwrapped(document, kind, &run, file: path) else {
        run.leaveOut(path)
        return nil
      }
      merged = merged.map { Merge.merged($0, spec) } ?? spec
    }
    guard let merged, let file = paths.last else { return nil }
    let cleaned = SpecCleaner.cleaned(merged, kind, &run, file: file)
    let (identity, attributes) = kind.identified(
      interpolation.interpolate(cleaned, &run), stem: stem, cluster: interpolation.environment.cluster)
    return Resource(address: Address(kind, stem), identity: identity, attributes: attributes, file: file)
  }
}

/// Ties services and one-off tasks to the task definitions of the same environment.
enum TaskDefinitionLinker {
  static func link(_ resources: inout [Resource]) {
    var byFamily: [String: Address] = [:]
    var byStem: [String: Address] = [:]
    for resource in resources where resource.identity.kind == .taskDefinition {
      byFamily[resource.identity.name] = resource.address
      byStem[resource.address.name] = resource.address
    }
    let kinds: [ResourceKind] = [.service, .oneOffTask]
    for index in resources.indices where kinds.contains(resources[index].identity.kind) {
      let runner = resources[index]
      let wanted = ServiceDocument(runner.attributes).taskDefinition?.text
      let target = wanted.map { byFamily[$0] ?? byStem[$0] } ?? byStem[runner.address.name]
      guard let target else { continue }
      resources[index].links = [Resource.Link(member: ServiceDocument.revisionMember, target: target)]
    }
  }
}
