import Foundation

/// A day of an environment, step by step, and the places at the beginning of each step.
struct Sweep {
  struct Step: Sendable {
    var name: String
    var services: [Service]
    /// How things were before it.
    var before: Place
    /// What is true after it when nothing goes wrong.
    var after: Facts
    /// The points that the program passes, by name.
    var points: [String]
  }

  struct Point: Sendable {
    var step: Step
    var number: Int
    /// The machine dies for ever, and another one goes on.
    var movesOn = false
  }

  let steps: [Step]
  private let state: StatePlace

  static let scenario: [(String, [Service])] = {
    let first = Service.several(8)
    let bumped = first.map { service in
      var service = service
      service.tag = "v2"
      return service
    }
    let fewer = Array(bumped.prefix(6))
    var replaced = fewer
    replaced[0].launchType = "FARGATE"
    let rolledBack = replaced.map { service in
      var service = service
      service.tag = "v1"
      return service
    }
    return [
      ("create", first), ("bump all tags", bumped), ("remove two", fewer), ("replace one", replaced), ("roll back", rolledBack),
    ]
  }()

  /// Two services with new tags: where each commit is slow.
  static let shortScenario: [(String, [Service])] = [
    ("create", Service.several(2)), ("bump all tags", scenario[1].1.prefix(2).map { $0 }),
  ]

  /// Goes through the scenario once with nothing going wrong, and counts the points.
  init(_ scenario: [(String, [Service])] = Self.scenario, state: StatePlace = .file) async throws {
    var steps: [Step] = []
    var place = try Place(state)
    try await place.makeBucket()
    for (number, (name, services)) in scenario.enumerated() {
      let next = try Place(state.renamed("before-\(number + 1)"))
      try await next.takeState(from: place)
      let files = Service.files(services, state: next.state)
      try next.write(files)
      let ending = try await next.run(Place.apply, simulation: #"{"trace": "trace.txt"}"#)
      guard ending.status == 0 else { throw Unexpected("\(name) ends with \(ending.status):\n\(ending.output)") }
      steps.append(
        Step(name: name, services: services, before: place, after: try await Facts(next), points: next.lines(of: "trace.txt")))
      place = next
    }
    self.steps = steps
    self.state = state
  }

  private var isShared: Bool { if case .file = state { false } else { true } }

  struct Unexpected: Error {
    var what: String
    init(_ what: String) { self.what = what }
  }

  var points: [Point] {
    steps.flatMap { step in
      step.points.indices.map { Point(step: step, number: $0 + 1, movesOn: isShared && $0.isMultiple(of: 2)) }
    }
  }
}

extension Sweep.Point {
  /// Kills the program at this point, runs it again, and says what is not as it should be.
  func findings() async -> [String] {
    do {
      return try await violations()
    } catch {
      return ["\(step.name), point \(number): \(error)"]
    }
  }

  private func violations() async throws -> [String] {
    let place = try Place(step.before.state.renamed("\(step.name) \(number)".replacing(" ", with: "-")))
    try await place.takeState(from: step.before)
    try place.write(Service.files(step.services, state: place.state))
    let killed = try await place.run(Place.apply, simulation: #"{"trace": "trace.txt", "crash-at": \#(number)}"#)
    let name = place.lines(of: "trace.txt").last ?? "nowhere"
    // Steps run side by side, so one run may pass a point less than another.
    guard killed.signal == SIGKILL || killed.status == 0 else {
      return ["\(step.name), killed at \(name): the program ended with \(killed.status):\n\(killed.output)"]
    }
    if movesOn { try place.moveToAnotherMachine() }
    let again = try await place.run(Place.apply)
    let second = try await place.run(Place.plan)
    let problems =
      again.problems("the next apply") + second.problems("the second plan")
      + (try await Facts(place)).problems(step.after)
    guard !problems.isEmpty else { return [] }
    return problems.map { "\(step.name), killed at \(name): \($0)" } + ["the apply after it said:\n\(again.output)"]
  }
}

extension Place.Ending {
  func problems(_ who: String) -> [String] {
    status == 0 ? [] : ["\(who) ends with \(signal.map { "signal \($0)" } ?? "\(status)"):\n\(output)"]
  }
}

extension Facts {
  /// What is not as it would be if nothing had gone wrong.
  func problems(_ wanted: Facts) -> [String] {
    let sides = [("in the cloud", cloud, wanted.cloud), ("recorded", recorded, wanted.recorded)]
    let differences = sides.flatMap { place, found, wanted in
      wanted.filter { !found.contains($0) }.map { "missing \(place): \($0)" }
        + found.difference(from: wanted).insertions.compactMap { change in
          if case .insert(_, let line, _) = change { "too much \(place): \(line)" } else { nil }
        }
    }
    return differences + litter.map { "left behind: \($0)" } + rolling.map { "not waited for: \($0)" }
  }
}
