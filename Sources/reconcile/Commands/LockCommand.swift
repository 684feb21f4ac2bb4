import ArgumentParser
import Engine
import Platform
import Recording
import Reporting

struct LockCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lock", abstract: "See who holds the lock of an environment, and release it when its holder is dead.",
    discussion: "EXAMPLE: reconcile lock status envs/staging",
    subcommands: [Status.self, Release.self])

  struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "status",
      abstract: "Say who holds the lock, since when, and where that run can be seen.",
      discussion: "EXAMPLE: reconcile lock status envs/staging")

    @OptionGroup var environmentOptions: EnvironmentOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
        let lock = try await session.openPlace(environmentOptions.directory).lock()
        let host = session.processEnvironment.host
        session.print(
          text: Message(
            rendered: LockText(directory: environmentOptions.directory, style: session.style).status(
              lock, host: host, now: ProcessEnvironment.now)), json: [LockText.line(lock, host: host)])
        return .done
      }
    }
  }

  struct Release: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "release",
      abstract: "Release the lock of a run that is dead. Nothing stops a run that still lives.",
      discussion: "EXAMPLE: reconcile lock release envs/staging 0f1e2d3c4b5a69788796a5b4c3d2e1f0")

    @OptionGroup var environmentOptions: EnvironmentOptions
    @Argument(help: "Id of the lock, as `lock status` shows it.")
    var id: String
    @Flag(help: "Also when its process runs on this host.")
    var force = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
        let reconciler = try session.openPlace(environmentOptions.directory)
        guard let held = try await reconciler.lock() else {
          throw Failure(
            "state-not-locked", subject: environmentOptions.directory, "it is not locked", details: ["Nothing was changed."])
        }
        try check(held, host: session.processEnvironment.host)
        do throws(StateError) { try await reconciler.store.releaseLock(held) } catch { throw EngineError.state(error) }
        session.print(
          text: """
            The lock is released; \(held.request.who) held it for \(held.request.operation).
            If that run still lives, it goes on: see \(held.request.runURL ?? "process \(held.request.pid) on \(held.request.host)").

            """, json: [LockText.line(nil, host: session.processEnvironment.host)])
        return .done
      }
    }

    private func check(_ held: LockInfo, host: String) throws {
      let request = held.request
      let holder =
        "It is held by \(request.who) (\(request.operation), process \(request.pid) on \(request.host)), lock \(held.id)."
      guard held.id == id else {
        throw Failure(
          "state-lock-other", subject: environmentOptions.directory, "the lock has another id than \"\(id)\"",
          details: [holder, "Nothing was changed."],
          next: "look again with `reconcile lock status \(environmentOptions.directory)`")
      }
      guard force || request.host != host || held.isHolderGone(seenFrom: host) else {
        throw Failure(
          "state-lock-alive", subject: environmentOptions.directory, "the process that holds the lock is still running",
          details: [holder, "Nothing was changed."],
          next: "wait for it, or stop it (`kill \(request.pid)`); -force releases the lock all the same")
      }
    }
  }
}
