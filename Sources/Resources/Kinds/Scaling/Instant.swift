import JSONDocument

/// A point in time, as files and calls write it: seconds since 1970, or a date of ISO 8601. AWS answers in UTC, whatever
/// was sent.
struct Instant: Equatable {
  /// Seconds since 1970 in UTC; parts of a second are dropped.
  let seconds: Int

  init?(_ json: JSON) {
    if let number = json.numberValue?.doubleValue {
      guard number.magnitude < 1e12 else { return nil }
      seconds = Int(number.rounded(.down))
    } else {
      guard let text = json.stringValue, let seconds = Self.seconds(in: text) else { return nil }
      self.seconds = seconds
    }
  }

  /// `2026-01-31T08:00:00Z`
  var text: String {
    let (day, time) = seconds.quotientAndRemainder(dividingBy: 86_400)
    let (days, rest) = time < 0 ? (day - 1, time + 86_400) : (day, time)
    let date = Self.date(ofDay: days)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(date.year)-\(two(date.month))-\(two(date.day))T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
  }

  /// A date, a time, and how far that is from UTC; where nothing is said it is UTC.
  private static func seconds(in text: String) -> Int? {
    let letters = Array(text)
    func number(_ place: Int, _ length: Int = 2) -> Int? {
      guard place + length <= letters.count, letters[place..<place + length].allSatisfy({ $0.isASCII && $0.isNumber }) else {
        return nil
      }
      return Int(String(letters[place..<place + length]))
    }
    func letter(_ place: Int, isOneOf wanted: String) -> Bool { place < letters.count && wanted.contains(letters[place]) }

    guard let year = number(0, 4), letter(4, isOneOf: "-"), let month = number(5), (1...12).contains(month),
      letter(7, isOneOf: "-"), let day = number(8), letter(10, isOneOf: "Tt "), let hour = number(11), letter(13, isOneOf: ":"),
      let minute = number(14)
    else { return nil }
    var (second, place) = (0, 16)
    if letter(place, isOneOf: ":"), let given = number(place + 1) { (second, place) = (given, place + 3) }
    if letter(place, isOneOf: ".") {
      place += 1
      while place < letters.count, letters[place].isNumber { place += 1 }
    }
    let local = days(to: year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
    guard place < letters.count, !(letter(place, isOneOf: "Zz") && place + 1 == letters.count) else { return local }
    guard letter(place, isOneOf: "+-"), let hours = number(place + 1) else { return nil }
    let minutes = number(place + (letter(place + 3, isOneOf: ":") ? 4 : 3)) ?? 0
    return local - (hours * 60 + minutes) * (letters[place] == "-" ? -60 : 60)
  }

  /// Days from 1970-01-01 to a date, in years that begin in March: the day that some of them lack is their last.
  private static func days(to year: Int, _ month: Int, _ day: Int) -> Int {
    let years = month <= 2 ? year - 1 : year
    let era = (years >= 0 ? years : years - 399) / 400
    let yearOfEra = years - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private static func date(ofDay days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let part = (5 * dayOfYear + 2) / 153
    let month = part < 10 ? part + 3 : part - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * part + 2) / 5 + 1)
  }
}
