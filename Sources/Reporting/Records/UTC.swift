package import Recording

/// Points in time as text, always in UTC.
package enum UTC {
  /// `2026-03-01 12:04:05 UTC`
  package static func text(_ time: Timestamp) -> String {
    let (year, month, day, second) = parts(time)
    return
      "\(year)-\(two(month))-\(two(day)) \(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60)) UTC"
  }

  /// `2026-03-01T12:04:05Z` (RFC 3339), for machines.
  package static func rfc3339(_ time: Timestamp) -> String {
    let (year, month, day, second) = parts(time)
    return
      "\(year)-\(two(month))-\(two(day))T\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))Z"
  }

  /// `40 s`, `12 min`, `3 h`, `5 days`; never negative, since clocks of two hosts may differ.
  package static func age(from start: Timestamp, to end: Timestamp) -> String {
    duration(seconds: max(0, end.seconds - start.seconds))
  }

  static func duration(seconds: Int64) -> String {
    switch seconds {
    case ..<120: "\(seconds) s"
    case ..<7200: "\(seconds / 60) min"
    case ..<172_800: "\(seconds / 3600) h"
    default: "\(seconds / 86400) days"
    }
  }

  /// Civil date of a day number (Howard Hinnant, "chrono-compatible low-level date algorithms").
  private static func parts(_ time: Timestamp) -> (year: Int64, month: Int64, day: Int64, second: Int64) {
    let days = time.seconds >= 0 ? time.seconds / 86400 : (time.seconds - 86399) / 86400
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, time.seconds - days * 86400)
  }

  private static func two(_ number: Int64) -> String {
    number < 10 ? "0\(number)" : String(number)
  }
}
