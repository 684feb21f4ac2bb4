import Diagnostics
import Engine
import Importing
import JSONDocument
import Loading
import Planning
import Platform
import Recording
import Reporting
import Resources

/// Makes an environment of what runs in a cluster: reads, writes files, records, and looks whether a plan is empty.
struct ClusterImport {
  let place: String
  let cloud: CloudOptions
  let locking: LockingOptions

  func run(_ request: ImportRequest, _ session: Session) async throws -> ExitStatus {
    let existing = FileSystem.kind("\(place)/environment.json") == nil ? nil : try session.loadFrame(place)
    if let existing, !cloud.agrees(with: existing.settings.provider) {
      throw Failure(
        "import-place-said-twice", subject: "\(place)/environment.json",
        "it says where the environment lives, and the options say otherwise",
        details: ["Nothing was written."], next: "leave out -provider, -region, -account, -profile and -endpoint")
    }
    let settings = try existing?.settings.provider ?? cloud.settings(session, directory: place)
    let directory =
      existing.map(session.stateDirectory(of:)) ?? session.stateDirectory
      ?? EnvironmentLoader().defaultStateDirectory(for: place)
    let live = try await read(request, settings, directory)
    let draft = EnvironmentDraft(live, self.draftPlace(existing, settings), registry: settings.identity.registry)
    let files = ImportedFiles(place: place, draft: draft)
    try files.check()
    if existing == nil { try await checkState(in: directory, settings.identity, Set(draft.objects(live).keys)) }
    try files.write()
    session.report(draft.notes.map { Diagnostic(.note, "import", $0) })
    return try await record(draft, live, session)
  }

  private func read(
    _ request: ImportRequest, _ settings: ProviderSettings, _ directory: String
  ) async throws -> LiveEnvironment {
    do {
      return try await Reconciler.live(request, of: settings, stateDirectory: directory)
    } catch let error as ImportError {
      throw Failure(error, place: place, settings.identity)
    }
  }

  private func draftPlace(_ existing: LoadedEnvironment?, _ settings: ProviderSettings) -> EnvironmentDraft.Place {
    if let existing {
      let images = existing.images.compactMapValues { $0.reference?.description }
      let desired = existing.desired
      return .existing(
        images: images, declared: Set(desired.resources.map(\.identity)), cluster: desired.environment.cluster)
    }
    var provider: JSON = [
      "name": .string(settings.identity.name.rawValue), "region": .string(settings.identity.region),
      "accountId": .string(settings.identity.accountId),
    ]
    provider["profile"] = settings.profile.map { .string($0) }
    provider["endpoint"] = settings.endpoint.map { .string($0) }
    return .fresh(name: name, provider: provider)
  }

  /// The directory's name as the name of an environment: small letters, digits and `-`.
  private var name: String {
    let last = place.split(separator: "/").last ?? "imported"
    let parts = last.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return parts.isEmpty ? "imported" : parts.joined(separator: "-")
  }

  /// A state of this name that records other things than are `imported` would make the next plan delete them.
  private func checkState(
    in directory: String, _ provider: ProviderIdentity, _ imported: Set<ResourceIdentity>
  ) async throws {
    let path = StateFileNames(in: directory, environment: name).state
    let recorded: RecordedState
    do throws(StateError) {
      recorded = try await SQLiteStateStore(path: path, environment: name, provider: provider).read()
    } catch {
      throw EngineError.state(error)
    }
    let others = recorded.all.filter { !imported.contains($0.identity) }
    guard !others.isEmpty else { return }
    throw Failure(
      "import-state-exists", subject: path, "an environment \"\(name)\" is recorded already, with other files",
      details: [
        (others.count == 1 ? "One resource" : "\(others.count) resources")
          + " that it records would have no file in \(place). Nothing was written."
      ],
      next: "import into a directory of another name, or move that state away")
  }

  private func record(_ draft: EnvironmentDraft, _ live: LiveEnvironment, _ session: Session) async throws -> ExitStatus {
    if !draft.files.isEmpty {
      session.print(
        text: Message(lines: ["Wrote \(place):"] + draft.files.map { "  \($0.path)" }),
        json: draft.files.map { ["type": "import", "file": .string("\(place)/\($0.path)")] })
    }
    let result = try session.loader().load(place)
    session.report(result.diagnostics)
    guard let environment = result.environment else {
      throw Failure(
        "import-not-loaded", subject: place, "the files are written, but they have the mistakes named above",
        details: ["Nothing is recorded. AWS is untouched."],
        next: "correct them; the next `reconcile apply \(place)` adopts what exists")
    }
    let reconciler = try Reconciler.open(environment, stateDirectory: session.stateDirectory)
    let attempt = locking.attempt("import", session) { session.notify($0) }
    let change = try await reconciler.record(draft.objects(live), draft.revisions, attempt, session.run("import"))
    return try await ImportConclusion(place: place).conclude(change, reconciler, session)
  }
}

/// The end of every import: what is recorded, and whether a plan is empty.
struct ImportConclusion {
  let place: String

  func conclude(_ change: StateChange, _ reconciler: Reconciler, _ session: Session) async throws -> ExitStatus {
    let count = try await reconciler.recordedState().resources.count
    session.print("\(count) \(count == 1 ? "resource is" : "resources are") recorded for \(place). AWS is untouched.\n")
    session.print(change)
    session.print(try await reconciler.plan())
    return .done
  }
}

extension Failure {
  init(_ error: ImportError, place: String, _ provider: ProviderIdentity) {
    let untouched = "Nothing was written."
    switch error {
    case .provider(let error): self.init(error, directory: place)
    case .clusterMissing(let name):
      self.init(
        "import-cluster-missing", subject: place,
        "there is no cluster \"\(name)\" in account \(provider.accountId), \(provider.region)", details: [untouched])
    case .servicesMissing(let names, let known):
      let some = known.prefix(12).joined(separator: ", ") + (known.count > 12 ? " and \(known.count - 12) more" : "")
      self.init(
        "import-service-missing", subject: place,
        "there is no service \(names.map { "\"\($0)\"" }.joined(separator: ", ")) that can be imported",
        details: [known.isEmpty ? "The cluster has no services." : "The cluster has \(some).", untouched])
    case .nothingThere(let cluster):
      self.init(
        "import-nothing-there", subject: place, "the cluster \"\(cluster)\" has no services that can be imported",
        details: [untouched])
    }
  }
}
