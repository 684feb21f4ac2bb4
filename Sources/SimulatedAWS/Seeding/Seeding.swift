package import AWS
import Resources

extension SimulatedCloud {
  /// Makes the cloud hold what the seed says, in one transaction. What it holds already stays, unless the seed knows it too.
  package func seed(_ seed: CloudSeed) async throws(AWSError) {
    let (scope, scenario, census) = (scope, file.scenario, census)
    try await file.write { database throws(AWSError) in
      let call = try Call(database, scope, scenario)
      try Seeding(call).plant(seed)
      for key in try call.documents.keys(.services) { try census?.count(.services, key, call) }
    }
  }
}

/// Writes down what a seed says, in the order in which one thing needs another.
struct Seeding {
  let call: Call
  private let planters = Planters.table

  init(_ call: Call) {
    self.call = call
  }

  func plant(_ seed: CloudSeed) throws(AWSError) {
    let known = Set(seed.objects.map(\.identity))
    for identity in seed.assumed.subtracting(known).sorted() { try planter(of: identity.kind)?.assume(identity) }
    // What runs comes when its images and revisions are there.
    let objects = Dictionary(grouping: seed.objects, by: \.identity.kind.stage)
    let stages = ResourceKind.Stage.allCases
    for object in stages.filter({ $0 < .taskDefinitions }).flatMap({ objects[$0] ?? [] }) { try plant(object) }
    for image in seed.images { try ImagePlanting(call).plant(image) }
    for revision in seed.revisions { try RevisionPlanter(call).plant(revision) }
    for object in stages.filter({ $0 >= .taskDefinitions }).flatMap({ objects[$0] ?? [] }) { try plant(object) }
    for identity in seed.draining { try planter(of: identity.kind)?.drain(identity) }
    try Placements(call).settle()
  }

  private func plant(_ object: ObservedObject) throws(AWSError) {
    try planter(of: object.identity.kind)?.plant(object)
  }

  private func planter(of kind: ResourceKind) -> (any Planter)? { planters[kind]?.init(call) }
}
