import Testing

@testable import Reporting

@Suite struct MemberWordsTests {
  @Test(
    "names are shown as words, and abbreviations stay whole",
    arguments: [
      ("desiredCount", "desired count"), ("enableECSManagedTags", "enable ECS managed tags"), ("RoleARN", "Role ARN"),
      ("kmsKeyId", "kms key id"), ("tags", "tags"), ("MinCapacity", "Min capacity"), ("rolledBack", "rolled back"),
      ("", ""),
    ])
  func words(name: String, text: String) {
    #expect(MemberWords.text(name) == text)
  }
}
