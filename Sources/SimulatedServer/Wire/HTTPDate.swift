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
    guard let parts = calendar(seconds) else { return nil }
    let month = months[Int(parts.tm_mon)]
    return "\(days[Int(parts.tm_wday)]), \(two(parts.tm_mday)) \(month) \(1900 + parts.tm_year) \(clock(parts)) GMT"
  }

  /// The same as XML documents of AWS write it: `2026-01-05T09:00:00.000Z`.
  static func timestamp(_ seconds: Double) -> String? {
    guard let parts = calendar(seconds) else { return nil }
    let milliseconds = String(Int(((seconds - seconds.rounded(.down)) * 1000).rounded(.down)) + 1000).dropFirst()
    return "\(1900 + parts.tm_year)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))T\(clock(parts)).\(milliseconds)Z"
  }

  private static func calendar(_ seconds: Double) -> tm? {
    guard var time = time_t(exactly: seconds.rounded(.down)) else { return nil }
    var parts = tm()
    return gmtime_r(&time, &parts) == nil ? nil : parts
  }

  private static func clock(_ parts: tm) -> String {
    [parts.tm_hour, parts.tm_min, parts.tm_sec].map(two).joined(separator: ":")
  }

  private static func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
