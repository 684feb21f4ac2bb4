import Testing

/// A name changes, and the run does not get to the deletion of what had the old one: the plan says so, the next apply
/// finishes it, and destroying leaves nothing.
@Suite("Replacements that are not finished")
struct ReplacementTests {
  enum Ending: String, CaseIterable {
    case refused, unreachable, timedOut
  }

  private static let first = Drill(services: Service.several(2))

  private static var service: Drill {
    var drill = first
    drill.services[0].serviceName = "front"
    return drill
  }

  private static var family: Drill {
    var drill = first
    drill.services[0].family = "front"
    return drill
  }

  private static var cluster: Drill {
    var drill = first
    drill.cluster = "drill-two"
    return drill
  }

  private static let cases: [(name: String, drill: Drill, deletion: String, address: String)] = [
    ("a service", service, "DeleteService", "aws_ecs_service.s0"),
    ("a family", family, "DeregisterTaskDefinition", "aws_ecs_task_definition.s0"),
    ("a cluster", cluster, "DeleteCluster", "aws_ecs_cluster.main"),
  ]

  private static let endings: [(Int, Ending)] = cases.indices.flatMap { number in Ending.allCases.map { (number, $0) } }

  @Test("it is told and finished, whatever the end was", arguments: endings)
  func unfinished(number: Int, ending: Ending) async throws {
    let (name, drill, deletion, address) = Self.cases[number]
    let place = try Place()
    try place.write(Self.first.files(place.state))
    #expect(try await place.run(Place.apply).status == 0)
    let twin = try Place()
    try await twin.takeState(from: place)
    for folder in [place, twin] { try folder.write(drill.files(folder.state)) }
    #expect(try await twin.run(Place.apply).status == 0)

    let stopped: Place.Ending
    switch ending {
    case .refused:
      stopped = try await place.run(
        Place.apply,
        simulation:
          #"{"faults": [{"fault": "refuse", "operation": "\#(deletion)", "code": "AccessDeniedException", "message": "no"}]}"#)
      #expect(stopped.status == 1, "\(name): \(stopped.output)")
    case .unreachable:
      stopped = try await place.run(
        Place.apply, simulation: #"{"faults": [{"fault": "lose-request", "operation": "\#(deletion)"}]}"#)
      #expect(stopped.status == 1, "\(name): \(stopped.output)")
    case .timedOut:
      stopped = try await place.run(["apply", "-auto-approve", "-timeout", "5s", "envs/\(Service.environment)"])
      #expect(stopped.status == 13, "\(name): \(stopped.output)")
    }
    let plan = try await place.run(Place.plan)
    #expect(plan.status == 2, "\(name), \(ending): \(plan.output)")
    #expect(plan.output.contains(address), "\(name), \(ending): \(plan.output)")
    let next = try await place.run(Place.apply)
    #expect(next.status == 0, "\(name), \(ending): \(next.output)")
    let problems = try await Facts(place).problems(Facts(twin)) + place.problemsOfDestroying(drill)
    #expect(problems == [], "\(name), \(ending): the first apply said:\n\(stopped.output)\nthe second:\n\(next.output)")
  }

  @Test("the new one does not start: the files can go back to the old one, which ran on")
  func goingBack() async throws {
    let place = try Place()
    try place.write(Self.first.files(place.state))
    #expect(try await place.run(Place.apply).status == 0)
    let before = try await Facts(place)
    try place.write(Self.service.files(place.state))
    let failed = try await place.run(
      ["apply", "-auto-approve", "-timeout", "60s", "envs/\(Service.environment)"],
      simulation: #"{"tasks": [{"service": "front", "fares": "exit:1"}]}"#)
    #expect(failed.status != 0, "\(failed.output)")
    try place.write(Self.first.files(place.state))
    let back = try await place.run(Place.apply)
    #expect(back.status == 0, "\(back.output)")
    let now = try await Facts(place)
    let services = before.cloud.filter { $0.hasPrefix("service ") }
    #expect(now.cloud.filter { $0.hasPrefix("service ") } == services, "\(back.output)")
    #expect(now.litter == [])
    let plan = try await place.run(Place.plan)
    #expect(plan.status == 0, "\(plan.output)")
    #expect(try await place.problemsOfDestroying(Self.first) == [])
  }
}
