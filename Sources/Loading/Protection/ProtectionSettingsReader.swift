import Diagnostics
import JSONDocument
import Platform
import Resources

/// Reads `protection` of environment.json.
///
///     "protection": {
///       "protected": true, "approvals": 1,
///       "windows": [{"days": "Mon-Thu", "from": "09:00", "to": "16:00", "timeZone": "Europe/Berlin"}]
///     }
struct ProtectionSettingsReader {
  let file: String

  private static let members = ["protected", "approvals", "windows"]
  private static let windowMembers = ["days", "from", "to", "timeZone"]
  private static let example =
    "write \"windows\": [{\"days\": \"Mon-Thu\", \"from\": \"09:00\", \"to\": \"16:00\", \"timeZone\": \"Europe/Berlin\"}]"

  func read(_ value: JSON?, _ run: inout LoadingRun) -> ProtectionSettings {
    var settings = ProtectionSettings()
    guard let value, !value.isNull else { return settings }
    guard let members = value.objectValue else {
      refuse("\"protection\" is \(value.kindName); it says who may change the environment, and when", value.mark, &run)
      return settings
    }
    checkMembers(members, Self.members, "\"protection\"", &run)
    if let flag = value["protected"], !flag.isNull {
      settings.isProtected = flag.boolValue ?? true
      settings.protectedPlace = flag.mark.flatMap(run.sources.location)
      if flag.boolValue == nil { refuse("\"protected\" is \(flag.kindName); it is true or false", flag.mark, &run) }
    }
    if let count = value["approvals"], !count.isNull {
      settings.approvals = count.intValue ?? 0
      settings.approvalsPlace = count.mark.flatMap(run.sources.location)
      if !(0...20).contains(count.intValue ?? -1) {
        refuse("\"approvals\" is \(count.text()); it is a number of persons, of 20 at most", count.mark, &run)
      }
    }
    settings.windows = windows(value["windows"], &run)
    settings.windowsPlace = value["windows"]?.mark.flatMap(run.sources.location)
    return settings
  }

  private func windows(_ value: JSON?, _ run: inout LoadingRun) -> [ChangeWindow] {
    guard let value, !value.isNull else { return [] }
    guard let entries = value.arrayValue else {
      refuse("\"windows\" is \(value.kindName); it is a list of times", value.mark, &run, fix: Self.example)
      return []
    }
    if entries.isEmpty { refuse("\"windows\" is empty: it would never be open, or always", value.mark, &run, fix: Self.example) }
    return entries.compactMap { window($0, &run) }
  }

  private func window(_ value: JSON, _ run: inout LoadingRun) -> ChangeWindow? {
    guard let members = value.objectValue else {
      refuse("a window is an object, and this is \(value.kindName)", value.mark, &run, fix: Self.example)
      return nil
    }
    guard checkMembers(members, Self.windowMembers, "a window", &run), let clock = clock(value, &run) else { return nil }
    let days = text(value, "days").map(Weekdays.days) ?? Weekdays.all
    guard let days else {
      refuse(
        "\"days\" is \(shown(value["days"])); it names days of the week", value["days"]?.mark, &run,
        fix: "write them as \"Mon-Thu\" or \"Mon,Wed,Fri\"")
      return nil
    }
    guard let from = time(value, "from", 0, &run), let to = time(value, "to", 1440, &run) else { return nil }
    guard from != to, from < 1440, to > 0 else {
      refuse("the window from \(DayTime.text(from)) to \(DayTime.text(to)) is never open", value.mark, &run)
      return nil
    }
    return ChangeWindow(days: days, from: from, to: to, clock: clock, place: value.mark.flatMap(run.sources.location))
  }

  private func clock(_ window: JSON, _ run: inout LoadingRun) -> WallClock? {
    guard let value = window["timeZone"], !value.isNull else {
      refuse("the window has no \"timeZone\"", window.mark, &run, fix: "add \"timeZone\": \"Europe/Berlin\", or \"UTC\"")
      return nil
    }
    if let clock = value.stringValue.flatMap(WallClock.init) { return clock }
    let nearest = value.stringValue.flatMap(Self.nearestZone)
    refuse(
      "\"timeZone\" is \(shown(value)), which is no name of IANA's time zones", value.mark, &run,
      fix: nearest.map { "write \"\($0)\"" } ?? "write it as \"Europe/Berlin\", \"America/New_York\" or \"UTC\"")
    return nil
  }

  /// Written with other capitals or without its continent, or misspelt.
  private static func nearestZone(to name: String) -> String? {
    let zones = WallClock.zones.sorted()
    let ending = name.lowercased().split(separator: " ").joined(separator: "_")
    return zones.first { $0.lowercased() == ending || $0.lowercased().hasSuffix("/\(ending)") }
      ?? Nearest.name(to: name, among: zones)
  }

  private func time(_ window: JSON, _ member: String, _ usual: Int, _ run: inout LoadingRun) -> Int? {
    guard let value = window[member], !value.isNull else { return usual }
    if let minutes = value.stringValue.flatMap(DayTime.minutes) { return minutes }
    refuse("\"\(member)\" is \(shown(value)); it is a time of the day", value.mark, &run, fix: "write it as \"09:00\"")
    return nil
  }

  /// Nil when it is left out.
  private func text(_ window: JSON, _ member: String) -> String? {
    guard let value = window[member], !value.isNull else { return nil }
    return value.stringValue ?? ""
  }

  private func shown(_ value: JSON?) -> String { value.map { $0.stringValue == nil ? $0.kindName : $0.text() } ?? "missing" }

  @discardableResult
  private func checkMembers(_ members: JSONObject, _ known: [String], _ what: String, _ run: inout LoadingRun) -> Bool {
    let unknown = members.filter { !known.contains($0.key) && $0.key != "//" }
    for member in unknown {
      let nearest = Nearest.name(to: member.key, among: known)
      refuse(
        "\(what) knows no \"\(member.key)\"", member.mark, &run,
        fix: "write " + (nearest.map { "\"\($0)\"" } ?? known.map { "\"\($0)\"" }.joined(separator: ", ")))
    }
    return unknown.isEmpty
  }

  private func refuse(_ message: String, _ mark: SourceMark?, _ run: inout LoadingRun, fix: String? = nil) {
    run.report(.error, "protection", message, at: mark, file: file, fix: fix)
  }
}
