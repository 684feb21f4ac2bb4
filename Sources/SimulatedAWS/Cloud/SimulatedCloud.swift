package import AWS
package import JSONDocument

/// A simulated AWS at the level of its API: one account in one region of a cloud that is kept in a file.
///
/// Several clouds, in one or in several processes, may use the same file; they see each other's writes. Every call is one
/// transaction that is in the file before it is answered, or it has changed nothing. Time is virtual: it passes only while
/// somebody sleeps on `clock`, and rollouts, deletions and tasks move with it.
package struct SimulatedCloud: AWSClient {
  let file: CloudFile
  let scope: Scope
  let census: TaskCensus?
  private let virtualClock: VirtualClock
  private let pace: Pace

  /// How long it takes somebody to sleep on the cloud's clock.
  package enum Pace: String, Sendable {
    /// A moment.
    case virtual
    /// As long as he wants to sleep.
    case real
  }

  /// `start` is the instant at which a new file begins; an existing one goes on where it was. `scenario` says how tasks fare
  /// and which container instances there are as long as this cloud is open; its faults are for `Scenario.client(over:)`.
  package init(
    path: String, account: String, region: String, startingAt start: Double? = nil, pace: Pace = .virtual,
    scenario: Scenario = Scenario()
  ) throws(SimulatedCloudError) {
    var file = try CloudFile.open(path: path, startingAt: start ?? CloudFile.defaultStart)
    file.scenario = scenario
    try self.init(file, account: account, region: region, pace: pace)
    try file.settleTasks()
  }

  /// A cloud that ends with the process.
  package static func inMemory(
    account: String = "111111111111", region: String = "eu-west-1", startingAt start: Double? = nil,
    scenario: Scenario = Scenario()
  ) throws(SimulatedCloudError) -> SimulatedCloud {
    var file = try CloudFile.inMemory(startingAt: start ?? CloudFile.defaultStart)
    file.scenario = scenario
    return try SimulatedCloud(file, account: account, region: region)
  }

  /// A cloud in memory to try things in: it counts tasks, and its clock waits a little longer for whoever wants to do
  /// something, so that the same things happen at the same instants also on a busy machine.
  package static func forRehearsal(
    account: String, region: String, startingAt start: Double, scenario: Scenario = Scenario()
  ) throws(SimulatedCloudError) -> SimulatedCloud {
    var file = try CloudFile.inMemory(startingAt: Timeline.rounded(start))
    file.scenario = scenario
    let census = TaskCensus()
    return try SimulatedCloud(
      file, account: account, region: region, clock: VirtualClock(file: file, census: census, quiet: 4), census: census)
  }

  private init(
    _ file: CloudFile, account: String, region: String, clock: VirtualClock? = nil, pace: Pace = .virtual,
    census: TaskCensus? = nil
  ) throws(SimulatedCloudError) {
    guard account.utf8.count == 12, account.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw .badAccount(account)
    }
    let isRegion = region.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
    }
    guard isRegion, (1...63).contains(region.utf8.count) else { throw .badRegion(region) }
    self.file = file
    scope = Scope(account: account, region: region)
    virtualClock = clock ?? VirtualClock(file: file)
    self.pace = pace
    self.census = census
    try file.register(scope)
  }

  /// Another account or region of the same cloud, on the same clock.
  package func neighbour(account: String? = nil, region: String? = nil) throws(SimulatedCloudError) -> SimulatedCloud {
    try SimulatedCloud(
      file, account: account ?? scope.account, region: region ?? scope.region, clock: virtualClock, pace: pace,
      census: census)
  }

  package var clock: any AWSClock {
    switch pace {
    case .virtual: virtualClock
    case .real: RealPaceClock(virtual: virtualClock)
    }
  }

  /// The time as it was told last. In a cloud in memory that is what it is.
  package var latestInstant: Double { virtualClock.latest }

  /// How containers of these images fare, as they were pushed; who runs well, and who is not there, is left out.
  package func behaviours(of images: [String]) async throws(AWSError) -> [String: ContainerBehaviour] {
    let (scope, scenario) = (scope, file.scenario)
    return try await file.read { database throws(AWSError) in
      let registries = Registries(call: try Call(database, scope, scenario))
      var behaviours: [String: ContainerBehaviour] = [:]
      for image in images {
        let behaviour = try registries.image(image).behaviour
        if behaviour != .runs { behaviours[image] = behaviour }
      }
      return behaviours
    }
  }

  /// Lets the time pass to `instant` at once, with all that happens until then; an earlier instant changes nothing.
  package func pass(until instant: Double) async throws(AWSError) {
    virtualClock.callBegan()
    defer { virtualClock.callEnded() }
    let scenario = file.scenario
    _ = try await file.write { database throws(AWSError) in
      try Timeline.advance(database, to: Timeline.rounded(instant), scenario)
    }
  }

  package func call(_ request: AWSRequest) async throws(AWSError) -> JSON {
    guard let operation = Operation.named(request.operation, of: request.service) else {
      throw UnservedOperations.refusal(of: request)
    }
    virtualClock.callBegan()
    defer { virtualClock.callEnded() }
    if let failure = virtualClock.failure { throw failure }
    let input = request.input.withoutNulls
    try operation.check(input)
    let (scope, scenario) = (scope, file.scenario)
    switch operation.access {
    case .reads:
      return try await file.read { database throws(AWSError) in try operation.perform(Call(database, scope, scenario), input) }
    case .writes:
      return try await file.write { database throws(AWSError) in try operation.perform(Call(database, scope, scenario), input) }
    }
  }
}
