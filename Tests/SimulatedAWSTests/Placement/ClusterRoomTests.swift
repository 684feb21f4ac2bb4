import JSONDocument
import Testing

@testable import SimulatedAWS

@Suite("Room on container instances")
struct ClusterRoomTests {
  private func room(_ groups: InstanceGroup...) -> ClusterRoom { ClusterRoom(groups.instances(of: "main")) }

  private func needs(
    cpu: Int = 0, memory: Int = 100, ports: [String] = [], interface: Bool = false, constraints: [String] = []
  ) -> TaskNeeds {
    TaskNeeds(cpu: cpu, memory: memory, ports: ports, usesNetworkInterface: interface, constraints: constraints)
  }

  private func lack(_ room: ClusterRoom, _ needs: TaskNeeds, avoiding avoided: Set<String> = []) -> ClusterRoom.Resource? {
    var room = room
    guard case .none(.resource(_, let resource)) = room.place(needs, avoiding: avoided) else { return nil }
    return resource
  }

  @Test("without declared instances there is room for everything")
  func unlimited() {
    var room = ClusterRoom(nil)
    #expect(room.place(needs(cpu: 1_000_000, memory: 1_000_000)) == .found(nil))
    #expect(room.taken.isEmpty)
  }

  @Test("a cluster without any instance takes nothing")
  func empty() {
    var room = room(InstanceGroup(count: 0, cpu: 1, memory: 1))
    #expect(room.place(needs()) == .none(.instances))
  }

  @Test("groups are for the clusters they name")
  func clusters() {
    let groups = [
      InstanceGroup(cluster: "main", cpu: 1, memory: 1), InstanceGroup(cluster: "batch-*", count: 3, cpu: 1, memory: 1),
    ]
    #expect(groups.instances(of: "main")?.count == 1)
    #expect(groups.instances(of: "batch-7")?.count == 3)
    #expect(groups.instances(of: "other") == nil)
    #expect(Set(groups.instances(of: "batch-7")?.map(\.id) ?? []).count == 3)
  }

  @Test("tasks are spread by memory, and what goes gives all back")
  func spread() throws {
    var room = room(InstanceGroup(count: 2, cpu: 1024, memory: 250))
    let task = needs(cpu: 10, memory: 100, ports: ["80/tcp"], interface: true)
    guard case .found(let first?) = room.place(task), case .found(let second?) = room.place(task) else {
      Issue.record("no place")
      return
    }
    #expect(first != second)
    #expect(lack(room, task) == .ports)
    room.release(task, from: first)
    #expect(room.place(task) == .found(first))
    room.release(task, from: first)
    room.release(task, from: second)
    #expect(room.taken.isEmpty)
  }

  @Test("what is lacking is told of the instance that lacks least")
  func lacks() {
    let tight = room(InstanceGroup(cpu: 100, memory: 100, networkInterfaces: 0))
    #expect(lack(tight, needs(memory: 101)) == .memory)
    #expect(lack(tight, needs(cpu: 101)) == .cpu)
    #expect(lack(tight, needs(interface: true)) == .networkInterface)
    #expect(lack(tight, needs(constraints: ["attribute:ecs.cpu-architecture == arm64"])) == .attribute)
    #expect(lack(room(InstanceGroup(cpu: 100, memory: 100, isConnected: false)), needs()) == .agent)
    let mixed = room(
      InstanceGroup(cpu: 1, memory: 1, architecture: .arm, isConnected: false), InstanceGroup(cpu: 100, memory: 50))
    #expect(lack(mixed, needs(cpu: 10, constraints: ["attribute:ecs.cpu-architecture == x86_64"])) == .memory)
    #expect(lack(mixed, needs(memory: 1), avoiding: Set(mixed.instances?.map(\.id) ?? [])) == .attribute)
  }

  @Test(
    "constraints are read as the query language means them",
    arguments: [
      ("attribute:disk == ssd", true), ("attribute:disk == hdd", false), ("attribute:disk != hdd", true),
      ("attribute:disk exists", true), ("attribute:gpu exists", false), ("attribute:gpu !exists", true),
      ("attribute:disk in [hdd, ssd]", true), ("attribute:disk in [hdd]", false), ("attribute:disk !in [hdd]", true),
      ("!attribute:disk == ssd", false), ("task:group == service:x", true), ("attribute:disk =~ s.*", true), ("", true),
    ])
  func expressions(text: String, holds: Bool) {
    #expect(PlacementExpression(text: text).isFulfilled(by: ["disk": "ssd"]) == holds)
  }

  @Test("a task takes its own size, or what its containers reserve")
  func needed() throws {
    let two =
      #""containerDefinitions": [{"cpu": 10, "memory": 64, "memoryReservation": 32, "portMappings": [{"containerPort": 80, "hostPort": 8080}]}, {"cpu": 5, "memory": 64, "portMappings": [{"containerPort": 53, "hostPort": 53, "protocol": "udp"}, {"containerPort": 81, "hostPort": 0}]}]"#
    func needs(_ rest: String) throws -> TaskNeeds { TaskNeeds(try JSON(text: "{\(rest)\(two)}")) }
    let bridge = try needs("")
    #expect(
      bridge == TaskNeeds(cpu: 15, memory: 96, ports: ["8080/tcp", "53/udp"], usesNetworkInterface: false, constraints: []))
    #expect(try needs(#""cpu": "256", "memory": "512", "#).memory == 512)
    let awsvpc = try needs(#""networkMode": "awsvpc", "#)
    #expect(awsvpc.ports.isEmpty && awsvpc.usesNetworkInterface)
    #expect(
      try needs(#""runtimePlatform": {"cpuArchitecture": "ARM64"}, "#).constraints == ["attribute:ecs.cpu-architecture == arm64"])
    let host = try JSON(text: #"{"networkMode": "host", "containerDefinitions": [{"portMappings": [{"containerPort": 80}]}]}"#)
    #expect(TaskNeeds(host).ports == ["80/tcp"])
  }
}
