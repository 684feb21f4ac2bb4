package import Diagnostics
import JSONDocument
import Platform
package import Resources
import Validation

extension EnvironmentLoader {
  /// What was found in one of several files.
  package struct FileFindings: Sendable {
    package var path: String
    package var diagnostics: [Diagnostic]
  }

  /// Checks spec files, as `reconcile validate api.json service.json` does.
  ///
  /// A file of an environment is checked with all that surrounds it, and only what is found in it is returned (with the
  /// errors of the environment's own files, which may hide others). Any other file, and one of a base, is checked with those
  /// that lie beside it and are named, too: `${…}` in it stay open, and what else it refers to is not looked for. The
  /// environment.json and the variables of a base are checked with the environments that extend it. `kind`
  /// is told by the folder or by the members when it is not given.
  package func load(files: [String], as kind: ResourceKind? = nil) -> [FileFindings] {
    var environments: [String: [Diagnostic]] = [:]
    var findings = files.map { FileFindings(path: $0, diagnostics: []) }
    var loose: [Int] = []
    for (position, file) in files.enumerated() {
      let path = Paths.normalized(file)
      guard kind == nil, let directory = Self.environment(of: path) else {
        loose.append(position)
        continue
      }
      let found = environments[directory] ?? load(directory).diagnostics
      environments[directory] = found
      let users = Self.isBase(found) ? BaseUsers.directories(of: directory) : []
      if Self.isSpec(path), Self.isBase(found) {
        loose.append(position)
      } else if !users.isEmpty {
        findings[position].diagnostics = users.reduce(into: []) { all, user in
          let found = environments[user] ?? load(user).diagnostics
          environments[user] = found
          all += found.filter { $0.location?.path == path && !all.contains($0) }
        }
      } else {
        findings[position].diagnostics = found.filter { Self.concerns($0, path) }
      }
    }
    for group in Dictionary(grouping: loose, by: { LooseGroup.folder(of: files[$0]) }).values {
      let found = LooseGroup(paths: group.map { Paths.normalized(files[$0]) }, kind: kind).findings()
      for (position, diagnostics) in zip(group, found) { findings[position].diagnostics = diagnostics }
    }
    return findings
  }

  /// The same for one file.
  package func load(file: String, as kind: ResourceKind? = nil) -> [Diagnostic] {
    load(files: [file], as: kind).first?.diagnostics ?? []
  }

  /// The directory of the environment that a file is read for; nil for any other file.
  private static func environment(of path: String) -> String? {
    guard FileSystem.kind(path) == .file else { return nil }
    let name = Paths.lastPart(path)
    if name == "environment.json" || name.hasSuffix(".tfvars.json") { return Paths.parent(path) }
    let directory = Paths.parent(Paths.parent(path))
    return isSpec(path) && FileSystem.kind(directory + "/environment.json") == .file ? directory : nil
  }

  /// A directory that others extend is no environment by itself: its files are checked alone.
  static func isBase(_ findings: [Diagnostic]) -> Bool {
    findings.contains { $0.code == "provider-missing" || $0.code == "provider-incomplete" }
  }

  private static func concerns(_ diagnostic: Diagnostic, _ path: String) -> Bool {
    guard let place = diagnostic.location?.path, place != path else { return true }
    return diagnostic.severity == .error && !isSpec(place)
  }

  private static func isSpec(_ path: String) -> Bool {
    ResourceKind.all.contains { $0.folder == Paths.lastPart(Paths.parent(path)) }
  }
}

/// Files that belong to no environment and lie beside one another: a service is checked with its task definition.
struct LooseGroup {
  let paths: [String]
  let kind: ResourceKind?

  /// The folder of a file; for one in a folder of its kind, such as `services/`, the folder above.
  static func folder(of file: String) -> String {
    let folder = Paths.parent(Paths.normalized(file))
    return ResourceKind.all.contains { $0.folder == Paths.lastPart(folder) } ? Paths.parent(folder) : folder
  }

  /// In the order of the paths.
  func findings() -> [[Diagnostic]] {
    var run = LoadingRun(root: "/")
    var found: [[Diagnostic]] = []
    var resources: [Resource] = []
    for path in paths {
      if let resource = resource(path, taken: resources.map(\.address), &run) { resources.append(resource) }
      found.append(run.diagnostics)
      run.diagnostics = []
    }
    Self.link(&resources)
    let context = ValidationContext(
      resources: resources, images: [:], tagMap: nil, declaredImages: nil, tagSettings: nil, usedImages: [], provider: nil,
      sources: run.sources)
    for finding in ValidationRules.all.flatMap({ $0.check(context) }) {
      found[paths.firstIndex { $0 == finding.location?.path } ?? 0].append(finding)
    }
    return found.map(\.inFileOrder)
  }

  private func resource(_ path: String, taken: [Address], _ run: inout LoadingRun) -> Resource? {
    guard let document = run.document(path) else { return nil }
    let folder = ResourceKind.all.first { $0.folder == Paths.lastPart(Paths.parent(path)) }
    guard
      let form = (kind ?? folder).map({ StandaloneForm.object($0) }) ?? StandaloneForm.of(document)
        ?? (ListOfObjects.holdsContainers(document) ? .object(.taskDefinition) : nil)
    else {
      run.report(
        .error, "kind-unknown", "it cannot be told what this file describes", at: document.mark, file: path,
        details: ["No member of it names a \(ResourceKind.all.map(\.noun).joined(separator: ", a "))."],
        fix: "put it into a folder such as task-definitions/ or services/")
      return nil
    }
    let kind = form.kind
    guard let spec = spec(document, form, &run, file: path) else { return nil }
    let attributes = SpecCleaner.cleaned(spec, kind, &run, file: path)
    let stem = String(Paths.lastPart(path).prefix { $0 != "." })
    let name = attributes[kind.nameMember]?.stringValue ?? stem
    let address = Address(kind, stem)
    return Resource(
      address: taken.contains(address) ? Address(kind, path) : address, identity: ResourceIdentity(kind, name: name),
      attributes: attributes, file: path)
  }

  /// A policy by itself is the only thing that is known of its repository.
  private func spec(_ document: JSON, _ form: StandaloneForm, _ run: inout LoadingRun, file: String) -> JSON? {
    guard form.onlyMember != nil else { return SpecCleaner.unwrapped(document, form.kind, &run, file: file) }
    return StandaloneDocument.read(document, form, &run, file: file).first?.attributes
  }

  /// By family or name of the file, as in an environment; and where one task definition lies beside services that name
  /// none, it is theirs. A family that several files describe is nobody's.
  private static func link(_ resources: inout [Resource]) {
    TaskDefinitionLinker.link(&resources)
    let definitions = resources.filter { $0.identity.kind == .taskDefinition }
    let families = Dictionary(grouping: definitions, by: \.identity.name)
    for index in resources.indices where resources[index].identity.kind == .service {
      let linked = resources[index].taskDefinitionLink
      if let linked, let family = definitions.first(where: { $0.address == linked })?.identity.name, families[family]?.count != 1
      {
        resources[index].links = []
      } else if linked == nil, definitions.count == 1, resources[index].attributes[ServiceDocument.revisionMember] == nil {
        resources[index].links = [Resource.Link(member: ServiceDocument.revisionMember, target: definitions[0].address)]
      }
    }
  }
}
