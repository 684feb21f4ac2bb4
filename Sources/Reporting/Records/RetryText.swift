package import Providers

/// That AWS asked for time, in one line for a whole run.
package enum RetryText {
  /// Nil when nothing was tried again.
  package static func line(_ counts: RetryCounts) -> String? {
    let parts = [
      counts.throttled > 0 ? "asked to slow down \(times(counts.throttled))" : nil,
      counts.settling > 0 ? "had yet to catch up with what was made \(times(counts.settling))" : nil,
    ].compactMap { $0 }
    return parts.isEmpty ? nil : "AWS \(parts.joined(separator: " and ")); the calls were made again."
  }

  private static func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }
}
