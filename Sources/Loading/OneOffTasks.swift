import Diagnostics
import JSONDocument
import Resources
import Validation

/// Reads what files under `tasks/` say under `reconcile`, and what only a whole environment can tell about the rest.
///
///     "reconcile": {"container": "api", "before": ["api", "worker-*"], "runs": "once-per-image", "timeout": 900}
///
/// Types, allowed values and misspelt members are told by the rules for all files.
struct OneOffTasks {
  private let services: [Resource]
  private let definitions: [Address: Resource]

  /// Also fills in what a task takes from the service that it is `like`.
  static func read(_ specs: inout [Resource], _ run: inout LoadingRun) -> [Address: OneOffTask] {
    guard specs.contains(where: { $0.identity.kind == .oneOffTask }) else { return [:] }
    let reader = OneOffTasks(specs)
    var tasks: [Address: OneOffTask] = [:]
    for index in specs.indices where specs[index].identity.kind == .oneOffTask {
      reader.fillIn(&specs[index], &run)
      tasks[specs[index].address] = reader.task(specs[index], &run)
      reader.check(specs[index], &run)
    }
    return tasks
  }

  /// `reconcile` is no member of RunTask.
  static func removeSettings(_ specs: inout [Resource]) {
    for index in specs.indices where specs[index].identity.kind == .oneOffTask { specs[index].attributes["reconcile"] = nil }
  }

  private init(_ specs: [Resource]) {
    services = specs.filter { $0.identity.kind == .service }
    definitions = Dictionary(
      specs.filter { $0.identity.kind == .taskDefinition }.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private func report(
    _ task: Resource, _ message: String, at mark: SourceMark?, details: [String] = [], fix: String? = nil,
    _ run: inout LoadingRun
  ) {
    run.report(.error, "task-invalid", message, at: mark ?? task.attributes.mark, file: task.file, details: details, fix: fix)
  }

  // MARK: Like a service

  private func fillIn(_ task: inout Resource, _ run: inout LoadingRun) {
    guard let wanted = task.attributes["reconcile"]?["like"], let name = wanted.stringValue else { return }
    guard let service = services.first(where: { $0.address.name == name }) else {
      return unknownService(name, wanted, task, &run)
    }
    let hasCapacity = OneOffTaskDocument.capacityMembers.contains { task.attributes[$0] != nil }
    for member in OneOffTaskDocument.placeMembers {
      if hasCapacity, OneOffTaskDocument.capacityMembers.contains(member) { continue }
      if member == ResourceKind.oneOffTask.scopeMember {
        guard !task.saysCluster else { continue }
        task.attributes[member] = service.attributes[member]
        task.identity = ResourceIdentity(.oneOffTask, name: task.identity.name, scope: service.identity.scope)
      } else if task.attributes[member] == nil {
        task.attributes[member] = service.attributes[member]
      }
    }
  }

  private func unknownService(_ name: String, _ json: JSON, _ task: Resource, _ run: inout LoadingRun) {
    guard !run.lacks(.service) else { return }
    let nearest = Nearest.name(to: name, among: services.map(\.address.name).sorted())
    report(
      task, "no service is called \"\(name)\"", at: json.mark,
      fix: nearest.map { "write \"\($0)\"" } ?? "write the name of a file under services/", &run)
  }

  // MARK: Settings

  private func task(_ task: Resource, _ run: inout LoadingRun) -> OneOffTask? {
    let settings = task.attributes["reconcile"]
    guard let container = container(task, settings, &run) else { return nil }
    let occasion = settings?["runs"]?.stringValue.flatMap(OneOffTask.Occasion.init) ?? .oncePerImage
    return OneOffTask(
      container: container, occasion: occasion,
      before: occasion == .byHand ? byHand(task, settings, &run) : before(task, settings, &run),
      timeout: timeout(task, settings, &run),
      onTimeout: settings?["onTimeout"]?.stringValue.flatMap(OneOffTask.TimeoutResponse.init) ?? .leave)
  }

  /// The one that is named; else the only one of the overrides, or of the task definition.
  private func container(_ task: Resource, _ settings: JSON?, _ run: inout LoadingRun) -> String? {
    let known = containers(of: task)
    if let json = settings?["container"], let name = json.stringValue {
      guard let known, !known.contains(name) else { return name }
      report(
        task, "the task definition has no container \"\(name)\"", at: json.mark,
        fix: Nearest.name(to: name, among: known).map { "write \"\($0)\"" } ?? "write one of \(known.quoted)", &run)
      return nil
    }
    let overridden = (task.attributes["overrides"]?.objects("containerOverrides") ?? []).compactMap { $0["name"]?.stringValue }
    if overridden.count == 1 { return overridden[0] }
    if let known, known.count == 1 { return known[0] }
    report(
      task, "it is not said which container decides how the task ended", at: settings?.mark,
      details: known.map { ["Its task definition has \($0.quoted)."] } ?? [],
      fix: "add \"container\": \"\(known?.first ?? "NAME")\" to \"reconcile\"", &run)
    return nil
  }

  /// Nil where the task definition is not described here.
  private func containers(of task: Resource) -> [String]? {
    definition(of: task).map { TaskDefinitionDocument($0.attributes).containers.compactMap(\.name) }
  }

  private func definition(of task: Resource) -> Resource? { task.taskDefinitionLink.flatMap { definitions[$0] } }

  private func timeout(_ task: Resource, _ settings: JSON?, _ run: inout LoadingRun) -> Int {
    guard let json = settings?["timeout"], let seconds = json.intValue else { return OneOffTask.defaultTimeout }
    if !(1...604_800).contains(seconds) {
      report(task, "\"timeout\" is \(seconds); it is a number of seconds from 1 to 604800", at: json.mark, &run)
    }
    return seconds
  }

  /// All services when nothing is said.
  private func before(_ task: Resource, _ settings: JSON?, _ run: inout LoadingRun) -> [Address] {
    guard let list = settings?["before"]?.arrayValue else { return services.map(\.address) }
    var chosen: Set<Address> = []
    for json in list {
      guard let name = json.stringValue else { continue }
      let fitting = services.map(\.address).filter {
        NamePattern.isPattern(name) ? NamePattern.fits(name, $0.name) : $0.name == name
      }
      if !fitting.isEmpty {
        chosen.formUnion(fitting)
      } else if NamePattern.isPattern(name) {
        run.report(
          .warning, "task-before-nothing", "\"\(name)\" fits no service of this environment", at: json.mark, file: task.file)
      } else {
        unknownService(name, json, task, &run)
      }
    }
    return chosen.sorted()
  }

  private func byHand(_ task: Resource, _ settings: JSON?, _ run: inout LoadingRun) -> [Address] {
    if let json = settings?["before"] {
      report(
        task, "a task that is run by hand runs before no service", at: settings?.mark(of: "before") ?? json.mark,
        fix: "remove \"before\", or write \"runs\": \"once-per-image\"", &run)
    }
    return []
  }

  // MARK: The input of RunTask

  private func check(_ task: Resource, _ run: inout LoadingRun) {
    checkTokens(task, &run)
    checkDefinition(task, &run)
    checkPlace(task, &run)
    guard let known = containers(of: task) else { return }
    for override in task.attributes["overrides"]?.objects("containerOverrides") ?? [] {
      guard let json = override["name"], let name = json.plainText, !known.contains(name) else { continue }
      report(
        task, "the task definition has no container \"\(name)\"", at: json.mark,
        fix: Nearest.name(to: name, among: known).map { "write \"\($0)\"" } ?? "write one of \(known.quoted)", &run)
    }
  }

  private func checkTokens(_ task: Resource, _ run: inout LoadingRun) {
    for member in ["clientToken", "startedBy"] where task.attributes[member] != nil {
      report(
        task, "\"\(member)\" is not for files: reconcile makes one for each run, by which it finds the task again",
        at: task.attributes.mark(of: member), fix: "remove it", &run)
    }
    let length = OneOffTaskDocument(task.attributes).overridesLength
    if length > OneOffTaskDocument.longestOverrides {
      report(
        task, "\"overrides\" has \(length) characters; RunTask takes \(OneOffTaskDocument.longestOverrides), its JSON included",
        at: task.attributes.mark(of: "overrides"), fix: "move values to the task definition or to the parameter store", &run)
    }
    if let count = task.attributes["count"], count.intValue != nil, count.intValue != 1 {
      report(task, "a one-off task is one task", at: count.mark, fix: "remove \"count\"", &run)
    }
  }

  private func checkDefinition(_ task: Resource, _ run: inout LoadingRun) {
    guard task.taskDefinitionLink == nil, !run.lacks(.taskDefinition) else { return }
    guard let json = task.attributes[OneOffTaskDocument.revisionMember] else {
      return report(
        task, "the task names no task definition", at: task.attributes.mark,
        details: ["No file task-definitions/\(task.address.name).json lies beside it either."],
        fix: "add \"taskDefinition\": \"FAMILY\", or that file", &run)
    }
    guard let wanted = json.plainText, !wanted.contains(":") else { return }
    let names = definitions.values.flatMap { [$0.identity.name, $0.address.name] }.sorted()
    guard let nearest = Nearest.name(to: wanted, among: names) else { return }
    report(
      task, "no file here describes the task definition \"\(wanted)\"", at: json.mark, fix: "did you mean \"\(nearest)\"?", &run)
  }

  private func checkPlace(_ task: Resource, _ run: inout LoadingRun) {
    let attributes = task.attributes
    if attributes.has("launchType"), attributes.has("capacityProviderStrategy") {
      report(
        task, "\"launchType\" and \"capacityProviderStrategy\" exclude each other", at: attributes.mark(of: "launchType"),
        fix: "remove one of them", &run)
    }
    guard let definition = definition(of: task) else { return }
    let mode = TaskDefinitionDocument(definition.attributes).networkMode
    let needsNetwork = mode == "awsvpc" || OneOffTaskDocument(attributes).asksForFargate
    let network = attributes["networkConfiguration"]
    if needsNetwork, network?["awsvpcConfiguration"] == nil, network?.isOpen != true {
      report(
        task,
        "the task needs a \"networkConfiguration\": \(mode == "awsvpc" ? "it runs in network mode awsvpc" : "it runs on Fargate")",
        at: network?.mark ?? attributes.mark,
        fix: "add it, or \"like\": \"SERVICE\" to \"reconcile\", which takes it from a service", &run)
    } else if !needsNetwork, network != nil {
      report(
        task, "tasks in network mode \(mode ?? "bridge") have no \"networkConfiguration\"",
        at: attributes.mark(of: "networkConfiguration"), fix: "remove it", &run)
    }
  }
}

extension Resource {
  /// Its file names the cluster; what was filled in has no place.
  fileprivate var saysCluster: Bool { attributes[ResourceKind.oneOffTask.scopeMember ?? ""]?.mark != nil }
}
