import ArgumentParser
import Engine
import Loading
import Recording
import Reporting
import Resources

extension StateCommand {
  struct Move: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "mv", abstract: "Give a record another address, when its file was renamed.",
      discussion: "EXAMPLE: reconcile state mv envs/staging aws_ecs_service.api aws_ecs_service.gateway")

    @OptionGroup var environmentOptions: EnvironmentOptions
    @Argument(help: ArgumentHelp("Address now.", valueName: "from"))
    var source: Address
    @Argument(help: ArgumentHelp("Address from now on.", valueName: "to"))
    var target: Address
    @OptionGroup var locking: LockingOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if source.kind != target.kind { throw ValidationError("A \(source.kind.noun) cannot become a \(target.kind.noun).") }
      if source == target { throw ValidationError("Both addresses are \(source).") }
    }

    func run() async throws {
      try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
        let reconciler = try session.openPlace(environmentOptions.directory)
        let attempt = locking.attempt("state mv", session) { session.notify($0) }
        let change = try await reconciler.moveRecord(
          from: source, to: target, locking: attempt, as: session.run("state mv"))
        session.print("Moved \(source) to \(target). AWS is untouched.\n")
        session.print(change)
        return .done
      }
    }
  }

  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rm", abstract: "Forget records. What they stand for stays in AWS as it is.",
      discussion: "EXAMPLE: reconcile state rm envs/staging aws_ecs_service.api")

    @OptionGroup var environmentOptions: EnvironmentOptions
    @Argument(
      help: ArgumentHelp(
        "Addresses to forget, with what replacements have left over at them; or lines of `state list`.", valueName: "addresses"))
    var names: [RecordName]
    @OptionGroup var locking: LockingOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if names.isEmpty { throw ValidationError("Name at least one address.") }
    }

    func run() async throws {
      try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
        let reconciler = try session.openPlace(environmentOptions.directory)
        let wanted = Set(names).sorted()
        let attempt = locking.attempt("state rm", session) { session.notify($0) }
        let change = try await reconciler.forgetRecords(wanted, locking: attempt, as: session.run("state rm"))
        let sentence = try sentence(wanted, session)
        session.print(sentence)
        session.print(change)
        return .done
      }
    }

    private func sentence(_ forgotten: [RecordName], _ session: Session) throws -> Message {
      let files = try session.loader().load(environmentOptions.directory).environment?.desired.resources ?? []
      let declared = Set(files.map(\.address)).intersection(forgotten.filter { $0.deposed == nil }.map(\.address)).sorted()
      let adopted =
        declared.isEmpty
        ? [] : ["Files still declare \(declared.map(\.description).joined(separator: ", ")): the next plan adopts what exists."]
      return Message(
        lines: ["Forgotten:"] + forgotten.map { "  \($0)" }
          + ["AWS is untouched: what they stood for goes on as it is, and nobody manages it."] + adopted)
    }
  }
}
