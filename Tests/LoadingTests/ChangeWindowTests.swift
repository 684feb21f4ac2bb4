import FoundationEssentials
import Platform
import Testing

@testable import Loading

/// Times of the week by the clock of a zone, wherever the machine stands that asks.
@Suite struct ChangeWindowTests {
  static func window(_ days: String, _ from: String, _ to: String, _ zone: String) throws -> ChangeWindow {
    ChangeWindow(
      days: try #require(Weekdays.days(days)), from: try #require(DayTime.minutes(from)), to: try #require(DayTime.minutes(to)),
      clock: try #require(WallClock(zone: zone)))
  }

  static func instant(_ utc: String) throws -> Int64 {
    Int64(try Date(utc + "Z", strategy: .iso8601).timeIntervalSince1970)
  }

  @Test(
    "a window is open when the clock on its wall says so",
    arguments: [
      // 2026-01-05 is a Monday; Berlin is an hour ahead of UTC in winter and two in summer.
      ("2026-01-05T07:59:59", "Mon-Thu", "09:00", "16:00", "Europe/Berlin", false),
      ("2026-01-05T08:00:00", "Mon-Thu", "09:00", "16:00", "Europe/Berlin", true),
      ("2026-01-05T14:59:59", "Mon-Thu", "09:00", "16:00", "Europe/Berlin", true),
      ("2026-01-05T15:00:00", "Mon-Thu", "09:00", "16:00", "Europe/Berlin", false),
      ("2026-07-06T07:00:00", "Mon-Thu", "09:00", "16:00", "Europe/Berlin", true),
      ("2026-01-09T10:00:00", "Mon-Thu", "09:00", "16:00", "Europe/Berlin", false),
      // Sunday evening in London is Monday morning in Auckland.
      ("2026-01-04T21:00:00", "Mon", "09:00", "16:00", "Pacific/Auckland", true),
      ("2026-01-04T21:00:00", "Mon", "09:00", "16:00", "UTC", false),
      ("2026-01-05T18:45:00", "Tue", "00:00", "01:00", "Asia/Kolkata", true),
      // A night belongs to the day on which it begins.
      ("2026-01-09T22:30:00", "Fri", "22:00", "04:00", "UTC", true),
      ("2026-01-10T03:59:00", "Fri", "22:00", "04:00", "UTC", true),
      ("2026-01-10T04:00:00", "Fri", "22:00", "04:00", "UTC", false),
      ("2026-01-10T22:30:00", "Fri", "22:00", "04:00", "UTC", false),
      ("2026-01-09T03:00:00", "Fri", "22:00", "04:00", "UTC", false),
      ("2026-01-11T23:59:59", "Sat-Sun", "00:00", "24:00", "UTC", true),
      // Before 1970 the days of the week go on.
      ("1969-12-31T12:00:00", "Wed", "12:00", "12:01", "UTC", true),
    ])
  func windowIsOpen(now: String, days: String, from: String, to: String, zone: String, isOpen: Bool) throws {
    #expect(try Self.window(days, from, to, zone).isOpen(at: Self.instant(now)) == isOpen)
  }

  @Test(
    "in spring an hour is left out, and in autumn one comes twice",
    arguments: [
      // 2026-03-29 in Berlin: 01:59 is followed by 03:00, at 01:00 UTC.
      ("2026-03-29T00:59:00", "02:00", "03:00", false), ("2026-03-29T01:00:00", "02:00", "03:00", false),
      ("2026-03-29T01:00:00", "02:30", "04:00", true), ("2026-03-29T02:00:00", "02:30", "04:00", false),
      // 2026-10-25: 02:59 is followed by 02:00, at 01:00 UTC.
      ("2026-10-25T00:10:00", "02:00", "02:30", true), ("2026-10-25T00:40:00", "02:00", "02:30", false),
      ("2026-10-25T01:10:00", "02:00", "02:30", true), ("2026-10-25T01:40:00", "02:00", "02:30", false),
    ])
  func switches(now: String, from: String, to: String, isOpen: Bool) throws {
    #expect(try Self.window("Sun", from, to, "Europe/Berlin").isOpen(at: Self.instant(now)) == isOpen)
  }

  @Test(
    "when it opens next is said by the same clock",
    arguments: [
      ("2026-01-09T10:00:30", "Mon-Thu", "09:00", "16:00", "2026-01-12T08:00:00", "Mon 2026-01-12 09:00"),
      // Friday before the switch to summer: Monday's 09:00 is an hour earlier in UTC.
      ("2026-03-27T15:00:00", "Mon-Thu", "09:00", "16:00", "2026-03-30T07:00:00", "Mon 2026-03-30 09:00"),
      // The hour that is left out: it opens a week later.
      ("2026-03-28T12:00:00", "Sun", "02:00", "03:00", "2026-04-05T00:00:00", "Sun 2026-04-05 02:00"),
      ("2026-03-28T12:00:00", "Sun", "02:30", "04:00", "2026-03-29T01:00:00", "Sun 2026-03-29 03:00"),
      // Between its two openings of one night.
      ("2026-10-25T00:40:00", "Sun", "02:00", "02:30", "2026-10-25T01:00:00", "Sun 2026-10-25 02:00"),
      ("2026-12-31T22:59:00", "Fri", "00:00", "24:00", "2026-12-31T23:00:00", "Fri 2027-01-01 00:00"),
    ])
  func opensNext(now: String, days: String, from: String, to: String, at: String, text: String) throws {
    let next = try #require(
      try [Self.window(days, from, to, "Europe/Berlin")].nextOpening(after: Self.instant(now)))
    #expect(next.instant == (try Self.instant(at)))
    #expect(next.window.clock.text(at: next.instant) == text)
  }

  @Test("of several windows any one will do, and the first that opens is named")
  func severalWindows() throws {
    let windows = [
      try Self.window("Mon-Thu", "09:00", "16:00", "Europe/Berlin"), try Self.window("Sat", "06:00", "08:00", "America/New_York"),
    ]
    #expect(windows.isOpen(at: try Self.instant("2026-01-10T11:30:00")))
    let next = try #require(windows.nextOpening(after: try Self.instant("2026-01-09T18:00:00")))
    #expect(next.window.text == "Sat 06:00-08:00 America/New_York")
    #expect([ChangeWindow]().isOpen(at: 0))
  }

  @Test(
    "days are read as people write them",
    arguments: [
      ("Mon-Thu", "Mon-Thu"), ("mon, wed ,FRI", "Mon,Wed,Fri"), ("Fri-Mon", "Fri-Mon"), ("Sat-Sun", "Sat,Sun"), ("Tue", "Tue"),
      ("Sat,Mon-Wed", "Mon-Wed,Sat"), ("Mon-Sun", "Mon-Sun"), ("Monday", nil), ("", nil), ("Mon-", nil), ("Mon-Tue-Wed", nil),
      ("Mon,,Tue", nil),
    ])
  func days(text: String, read: String?) {
    #expect(Weekdays.days(text).map(Weekdays.text) == read)
  }

  @Test(
    "times of the day are read as people write them",
    arguments: [
      ("09:00", 540), ("9:05", 545), ("24:00", 1440), ("00:00", 0), ("24:01", nil), ("9", nil), ("09:60", nil), ("09:0", nil),
      ("-1:00", nil), ("09:00:00", nil), ("٠٩:٠٠", nil),
    ])
  func times(text: String, minutes: Int?) {
    #expect(DayTime.minutes(text) == minutes)
  }
}
