package import Diagnostics
package import Platform

/// A time of the week in which an environment may be changed, by the clock on the wall of a time zone.
///
/// It is open when that clock shows one of its days and a time from `from` up to, and without, `to`. So a time that a switch to
/// summer leaves out never comes that day, and one that comes twice in autumn is open twice. One that ends on the next day, such
/// as 22:00 to 04:00, belongs to the day on which it begins.
package struct ChangeWindow: Sendable, Equatable {
  /// From 0 for Monday to 6 for Sunday.
  package var days: Set<Int>
  /// Minutes since midnight; `to` is 1440 for the end of the day.
  package var from: Int
  package var to: Int
  package var clock: WallClock
  /// Where the files say it.
  package var place: SourceLocation?

  package init(days: Set<Int>, from: Int, to: Int, clock: WallClock, place: SourceLocation? = nil) {
    self.days = days
    self.from = from
    self.to = to
    self.clock = clock
    self.place = place
  }

  /// `instant`: seconds since 1970 UTC.
  package func isOpen(at instant: Int64) -> Bool {
    let now = clock.reading(at: instant)
    if from < to { return days.contains(now.weekday) && (from..<to).contains(now.minute) }
    return (days.contains(now.weekday) && now.minute >= from) || (days.contains((now.weekday + 6) % 7) && now.minute < to)
  }

  /// `Mon-Thu 09:00-16:00 Europe/Berlin`
  package var text: String { "\(Weekdays.text(days)) \(DayTime.text(from))-\(DayTime.text(to)) \(clock.zone)" }
}

extension [ChangeWindow] {
  /// Without any window, always.
  package func isOpen(at instant: Int64) -> Bool { isEmpty || contains { $0.isOpen(at: instant) } }

  /// The first whole minute after `instant` at which one of them is open, and which; nil when there is none within a year.
  ///
  /// Clocks are switched at whole minutes everywhere, so every minute that counts is looked at.
  package func nextOpening(after instant: Int64) -> (window: ChangeWindow, instant: Int64)? {
    let start = instant - instant % 60 + 60
    for minute in stride(from: start, to: start + 366 * 86_400, by: 60) {
      if let window = first(where: { $0.isOpen(at: minute) }) { return (window, minute) }
    }
    return nil
  }
}

/// Days of the week as people write them: `Mon-Thu`, `Mon,Wed,Fri`, `Sat-Sun`.
enum Weekdays {
  private static let names = WallClock.weekdays
  static let all = Set(0..<7)

  /// Nil for anything else.
  static func days(_ text: String) -> Set<Int>? {
    var days: Set<Int> = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { day($0) }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1] else { return nil }
      for step in 0...((last - first + 7) % 7) { days.insert((first + step) % 7) }
    }
    return days
  }

  private static func day(_ text: Substring) -> Int? {
    let name = text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
    return names.firstIndex { $0.lowercased() == String(name).lowercased() }
  }

  /// Days in a row are written as their ends.
  static func text(_ days: Set<Int>) -> String {
    guard days != all, let start = (0..<7).first(where: { days.contains($0) && !days.contains(($0 + 6) % 7) }) else {
      return "Mon-Sun"
    }
    var runs: [[Int]] = []
    for day in (0..<7).map({ (start + $0) % 7 }) where days.contains(day) {
      if let last = runs.last?.last, (last + 1) % 7 == day { runs[runs.count - 1].append(day) } else { runs.append([day]) }
    }
    return runs.map { run in
      run.count == 1 ? names[run[0]] : "\(names[run[0]])\(run.count == 2 ? "," : "-")\(names[run[run.count - 1]])"
    }.joined(separator: ",")
  }
}

/// Times of a day as people write them: `09:00`, `24:00`.
enum DayTime {
  /// Minutes since midnight; nil for anything else.
  static func minutes(_ text: String) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].count == 2, (1...2).contains(parts[0].count), text.utf8.allSatisfy({ $0 < 0x80 }),
      let hour = Int(parts[0]), let minute = Int(parts[1]), (0...24).contains(hour), (0..<60).contains(minute)
    else { return nil }
    let minutes = hour * 60 + minute
    return minutes <= 1440 ? minutes : nil
  }

  static func text(_ minutes: Int) -> String {
    [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }
}
