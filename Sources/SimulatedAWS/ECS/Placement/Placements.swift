import AWS
import FoundationEssentials
import GRDB
import JSONDocument
import Resources

/// Keeps what tasks have of the container instances of each cluster: one document for a cluster in which somebody placed
/// tasks on declared instances.
struct Placements {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  /// Nil where nothing was ever declared: there is room for everything then.
  func room(of cluster: String) throws(AWSError) -> ClusterRoom? {
    let instances = call.scenario.instances.instances(of: cluster)
    let text = try call.documents.text(.placements, cluster)
    guard instances != nil || text != nil else { return nil }
    let taken = try text.map { text throws(AWSError) in
      try attempt { try JSONDecoder().decode([String: ClusterRoom.Taken].self, from: Data(text.utf8)) }
    }
    return ClusterRoom(instances, taken: taken ?? [:])
  }

  func save(_ room: ClusterRoom, of cluster: String) throws(AWSError) {
    guard !room.taken.isEmpty else { return try call.documents.remove(.placements, cluster) }
    let data = try attempt { try JSONEncoder().encode(room.taken) }
    try call.documents.put(.placements, cluster, text: String(decoding: data, as: UTF8.self))
  }

  func arn(_ instance: String, in cluster: String) -> String {
    call.arn("ecs", "container-instance/\(cluster)/\(instance)")
  }

  /// Tasks that ran before somebody declared instances are on them now, as far as they fit.
  func settle() throws(AWSError) {
    let store = ServiceStore(call)
    for text in try call.documents.keys(.services) {
      let key = ServiceKey(text: text)
      guard call.scenario.instances.instances(of: key.cluster) != nil, var stored = try store.load(key),
        !ServiceDocument(stored.service).asksForFargate, var room = try room(of: key.cluster)
      else { continue }
      guard settle(&stored.workload, in: &room) else { continue }
      try save(room, of: key.cluster)
      try store.save(key, stored)
    }
  }

  private func settle(_ workload: inout Workload, in room: inout ClusterRoom) -> Bool {
    var hasChanged = false
    for position in workload.tasks.indices where workload.tasks[position].phase != .stopped {
      guard workload.tasks[position].instance == nil, let needs = workload.revision(workload.tasks[position].revision)?.needs,
        case .found(let instance?) = room.place(needs)
      else { continue }
      workload.tasks[position].instance = instance
      hasChanged = true
    }
    return hasChanged
  }
}

extension CloudFile {
  /// Puts the tasks of all accounts on the instances that the scenario declares.
  func settleTasks() throws(SimulatedCloudError) {
    guard !scenario.instances.isEmpty else { return }
    let scenario = scenario
    do {
      try writer.write { database in
        let names = try String.fetchAll(database, sql: "SELECT name FROM scopes ORDER BY name")
        for name in names {
          let parts = name.split(separator: "/").map(String.init)
          guard parts.count == 2 else { continue }
          try Placements(Call(database, Scope(account: parts[0], region: parts[1]), scenario)).settle()
        }
      }
    } catch {
      throw .unusable(path: writer.path, problem: "\(error)")
    }
  }
}
