import AWS
import JSONDocument
import SimulatedAWS
import Testing

@Suite("Scheduled actions")
struct ScheduledActionTests {
  static let morning =
    #""ScheduledActionName": "morning", "Schedule": "cron(0 8 ? * MON-FRI *)", "ScalableTargetAction": {"MinCapacity": 2}"#

  @Test("an action is read back; an update keeps what it leaves out, but for the times")
  func updates() async throws {
    let service = try await ScaledService.registered()
    let answer = try await service.call(
      "PutScheduledAction",
      Self.morning + #", "Timezone": "Europe/Berlin", "StartTime": 1800000000, "EndTime": "2028-01-01T00:00:00Z""#)
    #expect(answer == [:])
    let made = try #require(try await service.actions().first)
    #expect(made["StartTime"] == 1_800_000_000 && made["EndTime"] == 1_830_297_600)
    #expect(made.text(at: "Timezone") == "Europe/Berlin")
    let arn = try #require(made.text(at: "ScheduledActionARN"))
    #expect(
      arn.wholeMatch(
        of:
          #/arn:aws:autoscaling:eu-west-1:111111111111:scheduledAction:[0-9a-f-]{36}:resource\/ecs\/service\/main\/web:scheduledActionName\/morning/#
      ) != nil, "\(arn)")

    try await service.call("PutScheduledAction", #""ScheduledActionName": "morning", "Schedule": "rate(2 hours)""#)
    let changed = try #require(try await service.actions().first)
    #expect(changed.text(at: "Schedule") == "rate(2 hours)")
    #expect(changed["StartTime"] == nil && changed["EndTime"] == nil)
    for member in ["ScheduledActionARN", "CreationTime", "Timezone", "ScalableTargetAction"] {
      #expect(changed[member] == made[member])
    }
  }

  @Test("instants that no calendar has are refused, and one before 1970 is kept")
  func instants() async throws {
    let service = try await ScaledService.registered()
    for instant in ["1e17", "1e400", "-1e14", "\"soon\""] {
      let words = try await service.refusal("PutScheduledAction", Self.morning + ", \"StartTime\": \(instant)")
      #expect(words?.hasPrefix("SerializationException: ") == true, "\(instant)")
    }
    try await service.call("PutScheduledAction", Self.morning + #", "StartTime": -1.5"#)
    #expect(try await service.actions().first?["StartTime"]?.text() == "-1.500")
  }

  @Test("no time zone is read back where none was sent")
  func noTimezone() async throws {
    let service = try await ScaledService.registered()
    try await service.call("PutScheduledAction", Self.morning)
    #expect(try await service.actions().first?["Timezone"] == nil)
  }

  @Test(
    "schedules that AWS knows",
    arguments: [
      "at(2026-01-05T08:00:00)", "rate(1 minute)", "rate(5 minutes)", "rate(12 hours)", "cron(0 8 * * ? *)",
      "cron(0/15 8-17 ? JAN,MAR MON-FRI 2026-2030)", "cron(0 8 L * ? *)", "cron(0 8 15W * ? *)", "cron(0 8 ? * 6L *)",
      "cron(0 8 ? * FRI#2 *)",
    ])
  func schedules(text: String) async throws {
    let service = try await ScaledService.registered()
    try await service.call("PutScheduledAction", Self.morning.replacing("cron(0 8 ? * MON-FRI *)", with: text))
    #expect(try await service.actions().first?.text(at: "Schedule") == text)
  }

  @Test(
    "schedules that it does not know",
    arguments: [
      "daily", "at(2026-01-05)", "at(2026-13-05T08:00:00)", "at(2026-01-05T24:00:00)", "at(2026-01-05T08:00:00Z)",
      "rate(0 minutes)",
      "rate(5 weeks)", "rate(five minutes)", "cron(0 8 * * *)", "cron(0 8 * * * *)", "cron(0 8 ? * ? *)", "cron(60 8 * * ? *)",
      "cron(0 8 * * FOO *)", "cron(0 8 ? * 8 *)", "cron(0 8 ? * MON-FRI *", "cron()",
    ])
  func wrongSchedules(text: String) async throws {
    let service = try await ScaledService.registered()
    let words = try await service.refusal("PutScheduledAction", Self.morning.replacing("cron(0 8 ? * MON-FRI *)", with: text))
    #expect(words == "ValidationException: Schedule expression \(text) is not valid")
  }

  static let refused = [
    Row("no schedule", #""ScheduledActionName": "a", "ScalableTargetAction": {"MinCapacity": 2}"#),
    Row("nothing to do", #""ScheduledActionName": "a", "Schedule": "rate(1 day)""#),
    Row("nothing in what is to do", #""ScheduledActionName": "a", "Schedule": "rate(1 day)", "ScalableTargetAction": {}"#),
    Row("bounds that cross", morning.replacing("}", with: #", "MaxCapacity": 1}"#)),
    Row("an end before the start", morning + #", "StartTime": 1800000000, "EndTime": 1700000000"#),
    Row("a place that is no time zone", morning + #", "Timezone": "Mars/Olympus""#),
    Row("a name with a slash", morning.replacing("morning", with: "a/b")),
    Row("a name with a blank in front", morning.replacing("morning", with: " a")),
  ]

  @Test("an action is refused with", arguments: refused)
  func refuses(row: Row<String>) async throws {
    let service = try await ScaledService.registered()
    #expect(try await service.refusal("PutScheduledAction", row.value)?.hasPrefix("ValidationException: ") == true)
    #expect(try await service.actions().isEmpty)
  }

  @Test("actions need a target, are found by name, and are deleted once")
  func deletes() async throws {
    let service = try await ScaledService()
    #expect(try await service.refusal("PutScheduledAction", Self.morning)?.hasPrefix("ObjectNotFoundException") == true)
    try await service.call("RegisterScalableTarget", #""MinCapacity": 1, "MaxCapacity": 4"#)
    for name in ["morning", "noon"] {
      try await service.call("PutScheduledAction", Self.morning.replacing(#""morning""#, with: #""\#(name)""#))
    }
    let named = try await service.describe("DescribeScheduledActions", #""ScheduledActionNames": ["noon"]"#, "ScheduledActions")
    #expect(named.map { $0.text(at: "ScheduledActionName") } == ["noon"])
    try await service.call("DeleteScheduledAction", #""ScheduledActionName": "noon""#)
    #expect(try await service.actions().count == 1)
    #expect(
      try await service.refusal("DeleteScheduledAction", #""ScheduledActionName": "noon""#)?
        .hasPrefix("ObjectNotFoundException: No scheduled action found for") == true)
  }
}
