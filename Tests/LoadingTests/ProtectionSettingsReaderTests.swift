import Diagnostics
import Loading
import TestSupport
import Testing

@Suite struct ProtectionSettingsReaderTests {
  private static func place(_ protection: String) throws -> MarkedEnvironment { try MarkedEnvironment("protection", protection) }

  @Test("who may change the environment, and when, is read with its places")
  func settingsAreRead() throws {
    let place = try Self.place(
      """
      {
        "protected": true, "approvals": 2,
        "windows": [{"//": "office", "days": "Mon-Thu", "from": "9:00", "to": "16:00", "timeZone": "Europe/Berlin"},
                    {"timeZone": "UTC", "from": "22:00"}]
      }
      """)
    let settings = try #require(EnvironmentLoader().loadPlace(place.path).environment?.settings.protection)
    #expect(settings.isProtected)
    #expect(settings.approvals == 2)
    #expect(settings.windows.map(\.text) == ["Mon-Thu 09:00-16:00 Europe/Berlin", "Mon-Sun 22:00-24:00 UTC"])
    #expect(settings.windows.map { $0.place?.line } == [3, 4])
    #expect([settings.protectedPlace?.line, settings.approvalsPlace?.line, settings.windowsPlace?.line] == [2, 2, 3])
  }

  @Test(
    "an environment that asks for nothing is open to everybody",
    arguments: ["null", "{}", #"{"protected": false, "windows": null}"#])
  func nothingIsAskedFor(protection: String) throws {
    let place = try Self.place(protection)
    let settings = try #require(EnvironmentLoader().loadPlace(place.path).environment?.settings.protection)
    #expect(settings.isNone)
  }

  @Test(
    "what cannot be meant is refused",
    arguments: [
      ("1️⃣true", "\"protection\" is a boolean; it says who may change the environment, and when"),
      (#"{1️⃣"protect": true}"#, "\"protection\" knows no \"protect\""),
      (#"{"protected": 1️⃣"yes"}"#, "\"protected\" is a string; it is true or false"),
      (#"{"approvals": 1️⃣-1}"#, "\"approvals\" is -1; it is a number of persons, of 20 at most"),
      (#"{"approvals": 1️⃣1.5}"#, "\"approvals\" is 1.5; it is a number of persons, of 20 at most"),
      (#"{"windows": 1️⃣{}}"#, "\"windows\" is an object; it is a list of times"),
      (#"{"windows": 1️⃣[]}"#, "\"windows\" is empty: it would never be open, or always"),
      (#"{"windows": [1️⃣"Mon"]}"#, "a window is an object, and this is a string"),
      (#"{"windows": [{"timeZone": "UTC", 1️⃣"day": "Mon"}]}"#, "a window knows no \"day\""),
      (#"{"windows": [1️⃣{"days": "Mon"}]}"#, "the window has no \"timeZone\""),
      (#"{"windows": [{"timeZone": 1️⃣"CET"}]}"#, "\"timeZone\" is \"CET\", which is no name of IANA's time zones"),
      (#"{"windows": [{"timeZone": 1️⃣"Berlin"}]}"#, "\"timeZone\" is \"Berlin\", which is no name of IANA's time zones"),
      (#"{"windows": [{"timeZone": "UTC", "days": 1️⃣"Montag"}]}"#, "\"days\" is \"Montag\"; it names days of the week"),
      (#"{"windows": [{"timeZone": "UTC", "from": 1️⃣9}]}"#, "\"from\" is a number; it is a time of the day"),
      (#"{"windows": [{"timeZone": "UTC", "to": 1️⃣"25:00"}]}"#, "\"to\" is \"25:00\"; it is a time of the day"),
      (#"{"windows": [1️⃣{"timeZone": "UTC", "from": "09:00", "to": "09:00"}]}"#, "the window from 09:00 to 09:00 is never open"),
    ])
  func whatCannotBeMeantIsRefused(protection: String, finding: String) throws {
    #expect(try Self.place(protection).findings.contains("1️⃣ error protection: \(finding)"))
  }

  @Test("a zone without its continent is named in full")
  func zonesAreNamed() throws {
    let findings = try Self.place(#"{"windows": [{"timeZone": "New York"}]}"#).load().diagnostics
    #expect(findings.first { $0.code == "protection" }?.fix == "write \"America/New_York\"")
  }
}
