import AWS
import FoundationEssentials
import JSONDocument
import Providers
import Recording
import SimulatedAWS

/// What goes wrong in a run on the simulated cloud, as the file that `RECONCILE_SIMULATION` names says. For tests and drills.
///
/// ```json
/// {"faults": [{"fault": "lose-answer", "operation": "CreateService", "times": 1}], "crash-at": 17,
///  "trace": "points.txt", "state-pages": 24, "pace": "real"}
/// ```
/// All members may be left out; see `docs/failure-simulation.md`. With any other provider the file is not looked at.
struct Simulation {
  var faults: FaultPlan
  var crashPoints: CrashPoints?
  /// How many pages of 4 KiB the state file may have: a disk that is full.
  var statePages: Int?
  var pace: SimulatedCloud.Pace = .virtual

  static let variable = "RECONCILE_SIMULATION"

  /// Nil when the variable is not set.
  static func current() throws(EngineError) -> Simulation? {
    guard let path = ProcessInfo.processInfo.environment[variable], !path.isEmpty else { return nil }
    guard let data = FileManager.default.contents(atPath: path) else { throw problem(path, "it cannot be read") }
    return try Simulation(text: String(decoding: data, as: UTF8.self), path: path)
  }

  private static let ownMembers: Set<String> = ["crash-at", "trace", "state-pages", "pace"]

  init(text: String, path: String) throws(EngineError) {
    let parsed = JSON.parse(text)
    guard let members = parsed.document?.objectValue, let document = parsed.document else {
      throw Self.problem(path, "it is not a JSON object")
    }
    var plan: JSON = ["faults": []]
    for member in members where !Self.ownMembers.contains(member.key) { plan[member.key] = member.value }
    do {
      faults = try FaultPlan(json: plan)
    } catch {
      throw Self.problem(path, error.description)
    }
    let (fatal, trace) = (try Self.count(document, "crash-at", path), document["trace"]?.stringValue)
    if fatal != nil || trace != nil { crashPoints = CrashPoints(fatal: fatal, trace: trace) }
    statePages = try Self.count(document, "state-pages", path)
    guard let pace = document["pace"] else { return }
    guard let known = pace.stringValue.flatMap(SimulatedCloud.Pace.init) else {
      throw Self.problem(path, "pace: must be \"virtual\" or \"real\"")
    }
    self.pace = known
  }

  private static func count(_ document: JSON, _ member: String, _ path: String) throws(EngineError) -> Int? {
    guard let value = document[member] else { return nil }
    guard let number = value.intValue, number > 0 else { throw problem(path, "\(member): must be a whole number from 1") }
    return number
  }

  private static func problem(_ path: String, _ what: String) -> EngineError {
    .provider(ProviderError(.refused, operation: "open", message: "the simulation file \"\(path)\": \(what)"))
  }
}

extension Simulation {
  /// The cloud as this simulation lets it be reached.
  func client(over cloud: any AWSClient) -> any AWSClient {
    let client: any AWSClient = faults.rules.isEmpty ? cloud : FaultInjectingClient(cloud, plan: faults)
    return crashPoints.map { CrashingClient(client: client, points: $0) } ?? client
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
