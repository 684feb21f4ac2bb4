import Diagnostics
import Loading
import TestSupport
import Testing

@Suite struct NotificationsReaderTests {
  private static func place(_ notifications: String) throws -> MarkedEnvironment {
    try MarkedEnvironment("notifications", notifications)
  }

  @Test("who is told, of what, and where the address lies")
  func notificationsAreRead() throws {
    let place = try Self.place(
      #"""
      [{"sink": "slack", "urlVariable": "SLACK_URL"}, {"sink": "teams", "urlFile": "../teams", "on": ["failure", "drift"]},
       {"sink": "webhook", "urlVariable": "HOOK", "secretFile": "/run/key", "on": ["start"]},
       {"//": "the droplet", "sink": "portainer", "urlVariable": "PORTAINER_HOOK", "tagOf": "api"}]
      """#)
    let found = try #require(EnvironmentLoader().loadPlace(place.path).environment?.settings.notifications)
    #expect(found.map(\.sink) == [.slack, .teams, .webhook, .portainer])
    #expect(found.map(\.occasions) == [[.success, .failure], [.failure, .drift], [.start], [.success]])
    #expect(found[0].url == .variable("SLACK_URL"))
    guard case .file(let path) = found[1].url else { throw Unexpected() }
    #expect(path.hasSuffix("/envs/teams"))
    #expect(found[2].secret == .file("/run/key"))
    #expect(found[3].image == "api")
  }

  private struct Unexpected: Error {}

  @Test(
    "what nobody can be told by is refused",
    arguments: [
      ("1️⃣{}", "\"notifications\" is an object; it is a list"),
      ("[1️⃣5]", "a notification is an object, and this is a number"),
      (#"[1️⃣{"urlVariable": "A"}]"#, "the notification has no \"sink\""),
      (#"[{"sink": 1️⃣"slck", "urlVariable": "A"}]"#, "nobody is told by this \"sink\""),
      (#"[1️⃣{"sink": "slack"}]"#, "the notification does not say where its address lies"),
      (#"[1️⃣{"sink": "slack", "urlVariable": "A", "urlFile": "b"}]"#, "\"urlVariable\" and \"urlFile\" are two places"),
      (#"[{"sink": "slack", "urlVariable": "A", 1️⃣"secretVariable": "B"}]"#, "slack knows no \"secretVariable\""),
      (#"[{"sink": "slack", "urlVariable": "A", "on": 1️⃣"failure"}]"#, "\"on\" lists when something is told"),
      (#"[{"sink": "slack", "urlVariable": "A", "on": [1️⃣"fail"]}]"#, "\"fail\" is no occasion"),
      (
        #"[{"sink": "portainer", "urlVariable": "A", "on": 1️⃣["success", "failure"]}]"#,
        "Portainer deploys when it is told something, so it is told of successes only"
      ),
    ])
  func whatNobodyCanBeToldByIsRefused(notifications: String, finding: String) throws {
    #expect(try Self.place(notifications).findings.contains("1️⃣ error notification: \(finding)"))
  }

  @Test(
    "an address in the file is refused, and not shown",
    arguments: [
      #"[{"sink": "slack", "url": "https://hooks.example/T0KEN"}]"#,
      #"[{"sink": "webhook", "urlVariable": "A", "secret": "T0KEN"}]"#,
      #"[{"sink": "slack", "urlVariable": "https://hooks.example/T0KEN"}]"#,
    ])
  func secretsInTheFile(notifications: String) throws {
    let findings = try Self.place(notifications).load().diagnostics
    let finding = try #require(findings.first { $0.code == "notification-secret" })
    #expect(finding.severity == .error)
    #expect(finding.location?.line == 0, "a line would be shown")
    #expect(!"\(findings)".contains("T0KEN"))
  }
}
