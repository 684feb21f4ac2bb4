import ArgumentParser
import Engine
import JSONDocument
import Loading
import Recording
import Reporting
import Resources

extension StateCommand {
  struct Pull: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the whole state as JSON: to stdout with secrets masked, or whole to a file that you alone can read.",
      discussion: "EXAMPLE: reconcile state pull -out staging.state.json envs/staging")

    @OptionGroup var environmentOptions: EnvironmentOptions
    @Option(
      help: ArgumentHelp("File for the state with all values, as `state push` takes it.", valueName: "file"),
      completion: .file())
    var out: String?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
        guard let document = try await session.openPlace(environmentOptions.directory).stateDocument() else {
          throw Failure("state-missing", subject: environmentOptions.directory, "nothing is recorded yet")
        }
        if let out {
          try Files.write(Array((document.json.text(.pretty) + "\n").utf8), to: out)
          session.suggest(
            "The state of serial \(document.version.serial) is in \(out), with all values: keep it as you keep secrets.")
        } else {
          let masked = StateText.masked(document)
          session.print(text: masked.text(.pretty) + "\n", json: [masked])
        }
        return .done
      }
    }
  }

  struct Push: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Put a state from `state pull -out` in the place of the recorded one.",
      discussion: "EXAMPLE: reconcile state push envs/staging staging.state.json")

    @OptionGroup var environmentOptions: EnvironmentOptions
    @Argument(help: "File from `state pull -out`.", completion: .file())
    var file: String
    @Flag(help: "Also when the file has another lineage, an older serial, or is of another environment.")
    var force = false
    @OptionGroup var locking: LockingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
        let reconciler = try session.openPlace(environmentOptions.directory)
        let document = try StateDocumentFile.read(file)
        let attempt = locking.attempt("state push", session) { session.notify($0) }
        let change = try await reconciler.editState(attempt, session.run("state push")) { recorded, unfinished in
          try check(document, against: recorded, reconciler.environment.desired.environment)
          let addresses = recorded.resources.map(\.address) + document.resources.map(\.address)
          try StateCommand.checkNothingIsOpen(addresses, unfinished, environmentOptions.directory)
          return (edit(document, recorded), "put \(file) of serial \(document.version.serial) in place")
        }
        session.print(
          change.before == change.after
            ? "\(environmentOptions.directory) is what \(file) says already.\n"
            : "\(document.resources.count) resources of \(file) are recorded for \(environmentOptions.directory). AWS is untouched.\n"
        )
        session.print(change)
        return .done
      }
    }

    private func edit(_ document: StateDocument, _ recorded: RecordedState) -> StateEdit {
      let kept = Dictionary(uniqueKeysWithValues: document.resources.map { ($0.address, $0) })
      let isSame =
        recorded.version == document.version && recorded.resources == document.resources.sorted { $0.address < $1.address }
      guard !isSame else { return StateEdit() }
      let newest = max(document.version.serial, (recorded.version?.serial ?? 0) + 1)
      return StateEdit(
        removed: recorded.resources.map(\.address).filter { kept[$0] == nil }, written: document.resources,
        revisions: document.revisions, version: StateVersion(lineage: document.version.lineage, serial: newest))
    }

    /// Force does not help against another cloud: such a state would be refused by the next command.
    private func check(
      _ document: StateDocument, against recorded: RecordedState, _ environment: EnvironmentIdentity
    ) throws {
      guard document.provider == environment.provider else {
        throw refusal(
          "state-other-cloud", "this state belongs to another cloud",
          "It records \(name(document.provider)); \(environmentOptions.directory) is \(name(environment.provider)).",
          isHopeless: true)
      }
      guard !force else { return }
      if document.environment != environment.name {
        throw refusal(
          "state-other-environment", "this state is of another environment",
          "It is of \"\(document.environment)\"; \(environmentOptions.directory) is \"\(environment.name)\".")
      }
      guard let version = recorded.version, version.serial > 0 else { return }
      if version.lineage != document.version.lineage {
        throw refusal(
          "state-other-lineage", "this state has another lineage",
          "It is \(document.version.lineage); \(environmentOptions.directory) has \(version.lineage).")
      }
      if document.version.serial < version.serial {
        throw refusal(
          "state-older", "this state is older than the recorded one",
          "It has serial \(document.version.serial); \(environmentOptions.directory) is at serial \(version.serial).")
      }
      if document.version.serial == version.serial, !isSame(document, recorded) {
        throw refusal(
          "state-forked", "this state differs from the recorded one and has the same serial",
          "Both have serial \(version.serial); one of them would be lost.")
      }
    }

    private func isSame(_ document: StateDocument, _ recorded: RecordedState) -> Bool {
      recorded.resources == document.resources.sorted { $0.address < $1.address }
    }

    private func refusal(_ code: String, _ message: String, _ detail: String, isHopeless: Bool = false) -> Failure {
      Failure(
        code, subject: file, message, details: [detail, "Nothing was changed."],
        next: isHopeless
          ? nil : "compare it with `reconcile state pull \(environmentOptions.directory)`; -force puts it in place all the same"
      )
    }

    private func name(_ provider: ProviderIdentity) -> String {
      "\(provider.name), account \(provider.accountId), \(provider.region)"
    }
  }
}

/// A state in a file.
enum StateDocumentFile {
  static func read(_ path: String) throws -> StateDocument {
    let bytes = try Files.read(path)
    guard let json = try? JSON(text: String(decoding: bytes, as: UTF8.self)) else { throw unreadable(path, "it is not JSON") }
    do throws(StateDocument.ReadingError) {
      return try StateDocument(json)
    } catch {
      switch error {
      case .notAState: throw unreadable(path, "it was not written by `reconcile state pull`")
      case .newerFormat(let format):
        throw unreadable(path, "it has format \(format) of a later program; this one knows formats up to \(StateDocument.format)")
      case .masked: throw unreadable(path, "its secrets are masked; only `state pull -out FILE` writes them")
      case .damaged(let place): throw unreadable(path, "\"\(place)\" is missing or of the wrong form")
      }
    }
  }

  private static func unreadable(_ path: String, _ why: String) -> Failure {
    Failure("state-unreadable", subject: path, "this is no state that can be used: \(why)", details: ["Nothing was changed."])
  }
}
