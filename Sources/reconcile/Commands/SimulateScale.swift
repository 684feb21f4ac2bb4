import AWS
import ArgumentParser
import Diagnostics
import JSONDocument
import Loading
import Reporting
import Resources
import SimulatedAWS

extension SimulateCommand {
  struct Scale: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "scale",
      abstract: "Put services under an autoscaler, and let it choose their number of tasks.",
      discussion: """
        EXAMPLE: reconcile simulate scale envs/staging api=2..8 worker=1..4,3

        The service is named as its file; after the bounds stands the count that the autoscaler chooses now.
        """)

    @OptionGroup var environmentOptions: EnvironmentOptions
    @OptionGroup var cloud: ServedCloudOptions
    @Argument(help: ArgumentHelp("Service, bounds, and the count now.", valueName: "service=min..max[,count]"))
    var services: [String]
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard !services.isEmpty else { throw ValidationError("Name at least one service: api=2..8.") }
      for text in services { _ = try ScaledService(text) }
    }

    func run() async throws {
      try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
        let environment = try session.load(environmentOptions.directory)
        let wanted = try services.map { try ScaledService($0) }.map { ($0, try identity($0.name, environment)) }
        let simulated = try cloud.open(session, environment, environmentOptions.directory)
        for (scaled, identity) in wanted {
          try await scale(identity, scaled, simulated)
          let now = scaled.count.map { ", \($0) now" } ?? ""
          session.print("autoscaler keeps \(identity) between \(scaled.minimum) and \(scaled.maximum)\(now)\n")
        }
        return .done
      }
    }

    private func identity(_ name: String, _ environment: LoadedEnvironment) throws -> ResourceIdentity {
      let services = environment.desired.resources.filter { $0.identity.kind == .service }
      if let service = services.first(where: { $0.address.name == name }) { return service.identity }
      let nearest = Nearest.name(to: name, among: services.map(\.address.name))
      throw Failure(
        "service-unknown", subject: name, "no service has a file of this name in \(environmentOptions.directory)",
        details: nearest.map { ["The nearest one is \"\($0)\"."] } ?? [])
    }

    private func scale(_ identity: ResourceIdentity, _ scaled: ScaledService, _ cloud: SimulatedCloud) async throws {
      let cluster = identity.cluster
      do throws(AWSError) {
        _ = try await cloud.call(
          AWSRequest(
            .applicationAutoscaling, "RegisterScalableTarget",
            [
              "ServiceNamespace": "ecs", "ScalableDimension": "ecs:service:DesiredCount",
              "ResourceId": .string("service/\(cluster)/\(identity.name)"), "MinCapacity": .int(scaled.minimum),
              "MaxCapacity": .int(scaled.maximum),
            ]))
        guard let count = scaled.count else { return }
        _ = try await cloud.call(
          AWSRequest(
            .ecs, "UpdateService",
            ["cluster": .string(cluster), "service": .string(identity.name), ServiceDocument.countMember: .int(count)]))
      } catch {
        throw Failure(
          "scale-refused", subject: identity.description, "the simulated cloud refused: \(error.message)",
          next: "make the service first: reconcile apply \(environmentOptions.directory)")
      }
    }
  }
}

/// What one argument of `simulate scale` says: `api=2..8` or `api=2..8,5`.
private struct ScaledService {
  var name: String
  var minimum: Int
  var maximum: Int
  var count: Int?

  init(_ text: String) throws {
    let pair = text.split(separator: "=", maxSplits: 1).map(String.init)
    let parts = (pair.last ?? "").split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let bounds = (parts.first ?? "").components(around: "..").map { Int($0) }
    guard pair.count == 2, bounds.count == 2, let minimum = bounds[0], let maximum = bounds[1], 0 <= minimum, minimum <= maximum,
      maximum <= 5000, parts.count == 1 || Int(parts[1]).map({ (0...5000).contains($0) }) == true
    else {
      throw ValidationError("\"\(text)\" is not of the form service=min..max or service=min..max,count.")
    }
    (name, self.minimum, self.maximum, count) = (pair[0], minimum, maximum, parts.count == 2 ? Int(parts[1]) : nil)
  }
}

extension String {
  /// The text before and after the first `mark`; the whole text when there is none.
  fileprivate func components(around mark: String) -> [String] {
    guard let range = firstRange(of: mark) else { return [self] }
    return [String(self[..<range.lowerBound]), String(self[range.upperBound...])]
  }
}
