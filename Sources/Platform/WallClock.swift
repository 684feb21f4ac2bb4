import Foundation

/// The clock on the wall of a time zone: what day and what time it is there at an instant.
///
/// Zones have the names of IANA's database, `Europe/Berlin`, and their rules are part of this program: neither the zone of this
/// machine nor its files are looked at.
package struct WallClock: Sendable, Equatable {
  package let zone: String
  private let rules: TimeZone

  /// Nil for what is no name of a zone: abbreviations and fixed distances from Greenwich know no summer.
  package init?(zone: String) {
    guard zone == "UTC" || zone.contains("/"), let rules = TimeZone(identifier: zone) else { return nil }
    self.zone = zone
    self.rules = rules
  }

  /// Names of zones, for who has misspelt one.
  package static var zones: [String] { TimeZone.knownTimeZoneIdentifiers }

  package struct Reading: Sendable, Equatable {
    /// Days since 1 January 1970, by the calendar on that wall.
    package var day: Int
    /// Minutes since that day's midnight, as the clock shows them.
    package var minute: Int

    /// From 0 for Monday to 6 for Sunday.
    package var weekday: Int { ((day + 3) % 7 + 7) % 7 }
  }

  /// What it shows, with the date: `Mon 2026-01-12 09:00`.
  package func text(at instant: Int64) -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = rules
    let date = calendar.dateComponents([.year, .month, .day], from: Date(timeIntervalSince1970: Double(instant)))
    let now = reading(at: instant)
    let parts = [date.month ?? 0, date.day ?? 0, now.minute / 60, now.minute % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return "\(Self.weekdays[now.weekday]) \(date.year ?? 0)-\(parts[0])-\(parts[1]) \(parts[2]):\(parts[3])"
  }

  /// As people write them, from Monday on.
  package static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  /// `instant`: seconds since 1970 UTC.
  package func reading(at instant: Int64) -> Reading {
    let local = Int(instant) + rules.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant)))
    let day = (local - (local < 0 ? 86_399 : 0)) / 86_400
    return Reading(day: day, minute: (local - day * 86_400) / 60)
  }
}
