import AWS
import JSONDocument
import Platform
import Recording
import Resources
import SimulatedAWS
import Synchronization

/// What happens in a run on the simulated cloud, as the scenario that `RECONCILE_SIMULATION` names says. For tests and drills.
///
/// See `docs/failure-simulation.md`. With any other provider the file is not looked at.
struct Simulation {
  let scenario: Scenario
  let crashPoints: CrashPoints?

  var statePages: Int? { scenario.drill.statePages }
  var pace: SimulatedCloud.Pace { scenario.drill.pace }

  /// Nil with another provider, and when the variable is not set.
  static func current(
    for provider: ProviderName, _ variables: ProcessEnvironment = ProcessEnvironment()
  ) throws(EngineError) -> Simulation? {
    guard provider == .simulatedAWS, let path = variables[.simulation] else { return nil }
    let scenario = try ScenarioFile.read(path, for: .program)
    let drill = scenario.drill
    guard drill.crashPoint != nil || drill.trace != nil else { return Simulation(scenario: scenario, crashPoints: nil) }
    let points = ofProcess.withLock { points in
      let own = points[path] ?? CrashPoints(fatal: drill.crashPoint, trace: drill.trace)
      points[path] = own
      return own
    }
    return Simulation(scenario: scenario, crashPoints: points)
  }

  /// A command may open its cloud more than once; its crash points are counted through.
  private static let ofProcess = Mutex<[String: CrashPoints]>([:])
}

extension Simulation {
  /// The cloud as this simulation lets it be reached.
  func client(over cloud: any AWSClient) -> any AWSClient {
    let faulty = scenario.client(over: cloud)
    let client = scenario.drill.calls.map { RecordingClient(client: faulty, path: $0) } ?? faulty
    return crashPoints.map { CrashingClient(client: client, points: $0) } ?? client
  }
}

/// A client that writes each call down before it is made.
private struct RecordingClient: AWSClient {
  let client: any AWSClient
  let path: String

  var clock: any AWSClock { client.clock }

  func call(_ request: AWSRequest) async throws(AWSError) -> JSON {
    let line: JSON = [
      "service": .string(request.service.rawValue), "operation": .string(request.operation), "input": request.input,
    ]
    FileSystem.append(line.text() + "\n", to: path)
    return try await client.call(request)
  }
}

/// A client with a crash point before and after each call.
private struct CrashingClient: AWSClient {
  let client: any AWSClient
  let points: CrashPoints

  var clock: any AWSClock { client.clock }

  func call(_ request: AWSRequest) async throws(AWSError) -> JSON {
    points.pass("before \(request.operation)")
    defer { points.pass("after \(request.operation)") }
    return try await client.call(request)
  }
}
