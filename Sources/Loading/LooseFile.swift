package import Diagnostics
import JSONDocument
package import Resources

extension EnvironmentLoader {
  /// Checks one spec file by itself: `reconcile validate api.json`.
  ///
  /// A file of an environment is checked with all that surrounds it, and only what is found in it is returned (with the
  /// errors of the environment's own files, which may hide others). Any other file, and one of a base, is checked alone: `${…}` in it stay
  /// open, and what it refers to is not looked for. `kind` is told by the folder or by the members when it is not given.
  package func load(file: String, as kind: ResourceKind? = nil) -> [Diagnostic] {
    let path = Paths.normalized(file)
    let directory = Paths.parent(Paths.parent(path))
    let folderKind = ResourceKind.all.first { $0.folder == Paths.lastPart(Paths.parent(path)) }
    if kind == nil, folderKind != nil, FileSystem.kind(path) == .file, FileSystem.kind(directory + "/environment.json") == .file {
      let found = load(directory).diagnostics
      if !Self.isBase(found) { return found.filter { Self.concerns($0, path) } }
    }
    let name = Paths.lastPart(path)
    if kind == nil, name == "environment.json" || name.hasSuffix(".tfvars.json"), FileSystem.kind(path) == .file {
      return load(Paths.parent(path)).diagnostics.filter { Self.concerns($0, path) }
    }
    var run = LoadingRun(root: "/")
    if let resource = Self.resource(path, kind ?? folderKind, &run) {
      let context = ValidationContext(
        resources: [resource], images: [:], tagMap: nil, declaredImages: nil, tagSettings: nil, usedImages: [], provider: nil,
        sources: run.sources)
      for rule in ValidationRules.all { run.diagnostics += rule.check(context) }
    }
    return run.diagnostics.inFileOrder
  }

  /// A directory that others extend is no environment by itself: its files are checked alone.
  private static func isBase(_ findings: [Diagnostic]) -> Bool {
    findings.contains { $0.code == "provider-missing" || $0.code == "provider-incomplete" }
  }

  private static func concerns(_ diagnostic: Diagnostic, _ path: String) -> Bool {
    guard let place = diagnostic.location?.path, place != path else { return true }
    let isSpec = ResourceKind.all.contains { $0.folder == Paths.lastPart(Paths.parent(place)) }
    return diagnostic.severity == .error && !isSpec
  }

  private static func resource(_ path: String, _ kind: ResourceKind?, _ run: inout LoadingRun) -> Resource? {
    guard let document = run.document(path) else { return nil }
    guard let kind = kind ?? guessedKind(document) else {
      run.report(
        .error, "kind-unknown", "it cannot be told what this file describes", at: document.mark, file: path,
        details: ["No member of it names a \(ResourceKind.all.map(\.noun).joined(separator: ", a "))."],
        fix: "put it into a folder such as task-definitions/ or services/")
      return nil
    }
    guard let spec = Cleaning.unwrapped(document, kind, &run, file: path) else { return nil }
    let attributes = Cleaning.cleaned(spec, kind, &run, file: path)
    let stem = String(Paths.lastPart(path).prefix { $0 != "." })
    let name = attributes[kind.nameMember]?.stringValue ?? stem
    return Resource(
      address: Address(kind, stem), identity: ResourceIdentity(kind, name: name), attributes: attributes, file: path)
  }

  /// By what describe commands print around it, then by the members only that kind has.
  private static func guessedKind(_ document: JSON) -> ResourceKind? {
    if document["taskDefinition"]?.objectValue != nil || document["containerDefinitions"] != nil { return .taskDefinition }
    let wrapped: [(String, ResourceKind)] = [
      ("services", .service), ("clusters", .cluster), ("repositories", .repository), ("logGroups", .logGroup),
    ]
    if let found = wrapped.first(where: { document[$0.0]?.arrayValue != nil }) { return found.1 }
    if let found = ResourceKind.all.first(where: { !$0.nameMember.isEmpty && document[$0.nameMember] != nil }) { return found }
    if document["reconcile"] != nil || document["overrides"] != nil { return .oneOffTask }
    let isService = ["desiredCount", "taskDefinition", "networkConfiguration", "launchType"].contains { document[$0] != nil }
    return isService ? .service : nil
  }
}
