import AWS
import ArgumentParser
import Loading
import Reporting
import Resources
import SimulatedAWS

extension SimulateCommand {
  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "remove",
      abstract: "Take something away that the simulated account has otherwise: a role, a secret, a subnet …",
      discussion: """
        EXAMPLE: reconcile simulate remove envs/staging subnet-0a1b2c3d arn:aws:iam::111111111111:role/api

        Roles, secrets and target groups go by ARN, parameters by name, subnets and security groups by id. All that
        somebody asks for exists until it is removed; `simulate reset` brings everything back.
        """)

    @OptionGroup var environmentOptions: EnvironmentOptions
    @OptionGroup var cloud: ServedCloudOptions
    @Argument(help: "What to take away.")
    var ids: [String]
    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
        let environment = try session.load(environmentOptions.directory)
        let simulated = try cloud.open(session, environment, environmentOptions.directory)
        for id in ids {
          do throws(AWSError) {
            try await simulated.remove(id)
          } catch {
            throw Failure("removal-failed", subject: id, error.message)
          }
          session.print("removed \(id)\n")
        }
        return .done
      }
    }
  }
}
