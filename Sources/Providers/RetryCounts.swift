/// How often calls of a run were made again, because the provider asked for time.
package struct RetryCounts: Sendable, Equatable {
  /// It was told to slow down.
  package var throttled: Int
  /// Something that was just made was not seen everywhere yet.
  package var settling: Int

  package init(throttled: Int = 0, settling: Int = 0) {
    self.throttled = throttled
    self.settling = settling
  }

  package static func + (one: RetryCounts, other: RetryCounts) -> RetryCounts {
    RetryCounts(throttled: one.throttled + other.throttled, settling: one.settling + other.settling)
  }
}
