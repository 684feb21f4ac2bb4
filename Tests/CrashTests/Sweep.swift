import Foundation

/// A day of an environment, step by step, and the places at the beginning of each step.
struct Sweep {
  struct Step: Sendable {
    var name: String
    var drill: Drill
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
    /// In the end everything is destroyed, and nothing may be left.
    var isDestroyed = false
  }

  let steps: [Step]
  private let state: StatePlace
  private let destroysAfterwards: Bool

  static let scenario: [(String, Drill)] = {
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
    ].map { ($0, Drill(services: $1)) }
  }()

  /// Replacements by each member that replaces: names of services and of what scales them, of families, of the cluster,
  /// of what holds data, and what cannot be changed under the same name.
  static let renamings: [(String, Drill)] = {
    let first = Drill(services: Service.several(2), repository: "drill/app", isScaled: true)
    var service = first
    service.services[0].serviceName = "front"
    var family = service
    family.services[1].family = "back"
    var cluster = family
    cluster.cluster = "drill-two"
    var all = first
    all.services[0].tag = "v2"
    all.services[1].launchType = "FARGATE"
    all.logGroup = "/ecs/other"
    all.repository = "drill/other"
    return [
      ("create", first), ("rename a service", service), ("rename a family", family), ("rename the cluster", cluster),
      ("rename all of it back", all),
    ]
  }()

  /// Two services with new tags: where each commit is slow.
  static let shortScenario: [(String, Drill)] = [
    ("create", Drill(services: Service.several(2))),
    ("bump all tags", Drill(services: scenario[1].1.services.prefix(2).map { $0 })),
  ]

  /// Goes through the scenario once with nothing going wrong, and counts the points.
  init(_ scenario: [(String, Drill)] = Self.scenario, state: StatePlace = .file, destroysAfterwards: Bool = false) async throws {
    var steps: [Step] = []
    var place = try Place(state)
    try await place.makeBucket()
    for (number, (name, drill)) in scenario.enumerated() {
      let next = try Place(state.renamed("before-\(number + 1)"))
      try await next.takeState(from: place)
      try next.write(drill.files(next.state))
      let ending = try await next.run(Place.apply, simulation: #"{"trace": "trace.txt"}"#)
      guard ending.status == 0 else { throw Unexpected("\(name) ends with \(ending.status):\n\(ending.output)") }
      steps.append(
        Step(name: name, drill: drill, before: place, after: try await Facts(next), points: next.lines(of: "trace.txt")))
      place = next
    }
    self.steps = steps
    self.state = state
    self.destroysAfterwards = destroysAfterwards
  }

  private var isShared: Bool { if case .file = state { false } else { true } }

  struct Unexpected: Error {
    var what: String
    init(_ what: String) { self.what = what }
  }

  var points: [Point] {
    steps.flatMap { step in
      step.points.indices.map {
        Point(step: step, number: $0 + 1, movesOn: isShared && $0.isMultiple(of: 2), isDestroyed: destroysAfterwards)
      }
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
    try place.write(step.drill.files(place.state))
    let killed = try await place.run(Place.apply, simulation: #"{"trace": "trace.txt", "crash-at": \#(number)}"#)
    let name = place.lines(of: "trace.txt").last ?? "nowhere"
    // Steps run side by side, so one run may pass a point less than another.
    guard killed.signal == SIGKILL || killed.status == 0 else {
      return ["\(step.name), killed at \(name): the program ended with \(killed.status):\n\(killed.output)"]
    }
    if movesOn { try place.moveToAnotherMachine() }
    let again = try await place.run(Place.apply)
    let second = try await place.run(Place.plan)
    var problems =
      again.problems("the next apply") + second.problems("the second plan")
      + (try await Facts(place)).problems(step.after)
    if isDestroyed { problems += try await place.problemsOfDestroying(step.drill) }
    guard !problems.isEmpty else { return [] }
    return problems.map { "\(step.name), killed at \(name): \($0)" } + ["the apply after it said:\n\(again.output)"]
  }
}

extension Place {
  /// What destroying everything leaves, but for what holds data and had an earlier name.
  func problemsOfDestroying(_ drill: Drill) async throws -> [String] {
    let ending = try await run(["destroy", "-auto-approve", "-delete-data", "envs/\(Service.environment)"])
    let facts = try await Facts(self)
    let there = facts.cloud.filter { line in
      let names = [("log group ", drill.logGroup), ("repository ", drill.repository ?? "")]
      return !line.contains(" INACTIVE ") && names.allSatisfy { !line.hasPrefix($0) || "\(line) ".contains(" \($1) ") }
    }
    let left = there + facts.recorded + facts.litter
    return ending.problems("destroy") + left.map { "left by destroy: \($0)" }
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
