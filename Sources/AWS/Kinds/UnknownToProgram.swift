package import Providers
import Resources

extension AWSProvider {
  /// The client is asked once about all calls of all writes.
  package func unknownToProgram(in writes: [PlannedWrite]) async -> [[UnknownToProgram]] {
    let requests = writes.map(requests)
    var answers = await calls.client.unknownToProgram(in: requests.flatMap { $0 })[...]
    return requests.map { requests in
      defer { answers = answers.dropFirst(requests.count) }
      return answers.prefix(requests.count).flatMap { $0 }
    }
  }

  private func requests(_ write: PlannedWrite) -> [AWSRequest] {
    switch write {
    case .create(let resource): kinds[resource.identity.kind]?.requests(creating: resource) ?? []
    case .update(let update): kinds[update.identity.kind]?.requests(changing: update) ?? []
    case .run(let launch): [AWSRequest(.ecs, "RunTask", Self.input(launch, OperationToken("")))]
    }
  }
}
