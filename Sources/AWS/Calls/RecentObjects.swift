import Resources
import Synchronization

/// What this run made. AWS may not see such an object everywhere yet, so an answer "not found" about it is no answer.
final class RecentObjects: Sendable {
  private let made = Mutex<Set<ResourceIdentity>>([])

  func insert(_ identity: ResourceIdentity) {
    made.withLock { _ = $0.insert(identity) }
  }

  func contains(_ identity: ResourceIdentity) -> Bool {
    made.withLock { $0.contains(identity) }
  }
}
