import Providers
import Synchronization

/// Counts what is tried again, so that a run can say it in one line.
final class RetryLog: Sendable {
  private let noted = Mutex(RetryCounts())

  var counts: RetryCounts { noted.withLock { $0 } }

  func note(_ failure: FailureClass) {
    switch failure {
    case .throttled: noted.withLock { $0.throttled += 1 }
    case .settling: noted.withLock { $0.settling += 1 }
    case .transient, .busy, .blocked, .absent, .gone, .exists, .refused, .quota, .forbidden, .credentials, .unavailable,
      .cancelled, .unknown:
      break
    }
  }
}
