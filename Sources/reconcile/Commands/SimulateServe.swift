import ArgumentParser
import Engine
import JSONDocument
import Reporting
import SimulatedAWS
import SimulatedServer

extension SimulateCommand {
  /// What `simulate` does without the name of a subcommand.
  struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "serve",
      abstract: "Serve a simulated AWS over HTTP, for the aws program, boto3, Terraform … (what simulate does with -listen).",
      discussion: """
        EXAMPLE: reconcile simulate -listen 127.0.0.1:4566 -cloud cloud.sqlite

        Point clients to it with AWS_ENDPOINT_URL; any credentials will do. An access key of twelve digits is the account.
        """)

    @Option(help: ArgumentHelp("Address and port; port 0 picks a free one.", valueName: "address"))
    var listen: String

    @Option(
      help: ArgumentHelp("File that the cloud is kept in (default: in memory, and gone at the end).", valueName: "file"),
      completion: .file())
    var cloud: String?

    @Option(
      help: ArgumentHelp(
        "What happens: which calls go wrong, how tasks fare, which instances there are; see docs/simulate.md.", valueName: "file"),
      completion: .file())
    var scenario: String?

    @Option(help: ArgumentHelp("Account of callers whose access key is none.", valueName: "id"))
    var account = "111111111111"

    @Option(help: ArgumentHelp("Seconds of the cloud's time in a second of yours.", valueName: "number"))
    var speed = 1.0

    @Flag(name: .customLong("allow-remote"), help: "Also listen where other machines can reach it. Nobody is asked who they are.")
    var allowRemote = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard let address = ListenAddress(listen) else {
        throw ValidationError("\"\(listen)\" is no address to listen at; write 127.0.0.1:4566, or port 0 for a free one.")
      }
      guard address.isLoopback || allowRemote else {
        throw ValidationError(
          "\(address) can be reached by other machines, and this server lets everybody do everything; "
            + "listen at 127.0.0.1, or say -allow-remote.")
      }
      guard (0.01...10_000).contains(speed) else { throw ValidationError("-speed is \(speed); it must be 0.01 to 10000.") }
      guard account.utf8.count == 12, account.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
        throw ValidationError("\"\(account)\" is not an AWS account: 12 digits are.")
      }
    }

    func run() async throws {
      try await Session.run(output) { session in
        guard let address = ListenAddress(listen) else { return .usage }
        var options = SimulatedServer.Options(address: address)
        options.cloud = cloud
        options.account = account
        options.speed = speed
        if let scenario { options.scenario = try ScenarioFile.read(scenario, for: .cloud) }
        do {
          try await serve(try SimulatedServer(options), session)
        } catch let error as SimulatedServerError {
          throw Failure(error)
        }
        return .done
      }
    }

    /// Until the first interrupt.
    private func serve(_ server: SimulatedServer, _ session: Session) async throws {
      let interrupts = Interrupts(stop: { Task { await server.stop() } }, atOnce: {})
      defer { interrupts.end() }
      try await server.run { address in
        session.print(
          text: "Listening on http://\(address) (simulated AWS, account \(account)).\n",
          json: [["type": "listening", "url": .string("http://\(address)"), "account": .string(account)]])
      }
    }
  }
}

extension Failure {
  init(_ error: SimulatedServerError) {
    switch error {
    case .cannotListen(let address, let reason):
      self.init(
        "cannot-listen", subject: "\(address)", "nothing can listen here: \(reason)",
        next: "choose another port, or port 0 for a free one")
    case .cloud(let error): self.init("cloud-unusable", error.description)
    }
  }
}
