import ArgumentParser
import Engine
import JSONDocument
import Loading
import Platform
import Recording
import Reporting
import Resources

extension StateCommand {
  struct Pull: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "pull",
      abstract: "Write the whole state as JSON: to stdout with secrets masked, or whole to a file that you alone can read.",
      discussion: "EXAMPLE: reconcile state pull -out staging.state.json envs/staging")

    @OptionGroup var environmentOptions: EnvironmentOptions
    @Option(
      help: ArgumentHelp("File for the state with all values, as `state push` takes it.", valueName: "file"),
      completion: .file())
    var out: String?
    @Flag(help: "With -out, of an encrypted state: write its values as they are.")
    var decrypt = false
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if decrypt, out == nil { throw ValidationError("-decrypt belongs to -out: what is printed has secrets as fingerprints.") }
    }

    func run() async throws {
      try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
        let reconciler = try session.openPlace(environmentOptions.directory)
        guard let document = try await reconciler.stateDocument() else {
          throw Failure("state-missing", subject: environmentOptions.directory, "nothing is recorded yet")
        }
        if let out {
          let header = decrypt ? nil : try await reconciler.stateHeader()
          let json: JSON
          do throws(EncryptionProblem) {
            json = try header.map { header throws(EncryptionProblem) in try document.json(under: header) } ?? document.json
          } catch {
            throw EngineError.state(.encryption(path: environmentOptions.directory, error))
          }
          try FileSystem.put(Array((json.text(.pretty) + "\n").utf8), at: out)
          let values =
            header == nil ? "with all values: keep it as you keep secrets" : "with its values encrypted as they are there"
          session.suggest("The state of serial \(document.version.serial) is in \(out), \(values).")
        } else {
          session.print(document: StateText.masked(document))
        }
        return .done
      }
    }
  }

  struct Push: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "push",
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
        let document = try await StateDocumentFile.read(file) { header in try await reconciler.unlock(header, of: file) }
        let attempt = locking.attempt("state push", session) { session.notify($0) }
        let change: StateChange
        do {
          change = try await reconciler.replaceState(
            with: document, named: file, force: force, locking: attempt, as: session.run("state push"))
        } catch let problem as StateEditProblem {
          throw Failure(problem, directory: environmentOptions.directory, file: file)
        }
        session.print(
          change.before == change.after
            ? "\(environmentOptions.directory) is what \(file) says already.\n"
            : "\(document.resources.count) \(document.resources.count == 1 ? "resource" : "resources") of \(file) \(document.resources.count == 1 ? "is" : "are") recorded for \(environmentOptions.directory). AWS is untouched.\n"
        )
        session.print(change)
        return .done
      }
    }
  }
}

/// A state in a file.
enum StateDocumentFile {
  /// `unlock` opens the key of an encrypted one.
  static func read(_ path: String, _ unlock: (StateKeyHeader?) async throws -> Void) async throws -> StateDocument {
    let bytes = try FileSystem.readDocument(path)
    guard let json = try? JSON(text: String(decoding: bytes, as: UTF8.self)) else {
      throw Failure.unreadableState(path, "it is not JSON")
    }
    try await unlock(StateKeyHeader(json["encryption"]))
    do throws(StateDocument.ReadingError) { return try StateDocument(json) } catch { throw Failure(error, file: path) }
  }
}
