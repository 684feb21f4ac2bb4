#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A time as HTTP writes it: `Mon, 05 Jan 2026 09:00:00 GMT` (RFC 9110, IMF-fixdate).
enum HTTPDate {
  private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// `seconds` since 1970; nil for a time that no calendar has.
  static func text(_ seconds: Double) -> String? {
    guard var time = time_t(exactly: seconds.rounded(.down)) else { return nil }
    var parts = tm()
    guard gmtime_r(&time, &parts) != nil else { return nil }
    let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map(two).joined(separator: ":")
    let month = months[Int(parts.tm_mon)]
    return "\(days[Int(parts.tm_wday)]), \(two(parts.tm_mday)) \(month) \(1900 + parts.tm_year) \(clock) GMT"
  }

  private static func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
