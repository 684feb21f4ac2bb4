import Resources
import Testing

@Suite struct TagOrderTests {
  @Test(
    "numbers in tags count as numbers",
    arguments: [
      ("staging-9", "staging-10", true), ("staging-10", "staging-9", false), ("v1.9.0", "v1.10.0", true), ("9", "10", true),
      ("build-41-rc2", "build-41-rc10", true), ("v2.0", "v1.99", false),
    ])
  func numbersInTagsCountAsNumbers(tag: String, other: String, isOlder: Bool) {
    #expect(TagOrder.isOlder(tag, than: other) == isOlder)
  }

  @Test(
    "what does not count has no order",
    arguments: [
      ("staging-9", "production-10"), ("latest", "stable"), ("sha-1111111", "sha-2222222"), ("sha-3f9c2d1", "sha-8a01c44"),
      ("sha-1", "sha-2"),
      ("v1", "v1"), ("v1", "v1.1"), ("1234567", "7654321"), ("v01", "v1"), ("99999999999999999999-1", "99999999999999999999-2"),
    ])
  func whatDoesNotCountHasNoOrder(tag: String, other: String) {
    #expect(TagOrder.isOlder(tag, than: other) == nil)
  }

  @Test("a list of tags stands in the order in which they count")
  func aListOfTags() {
    let tags = ["staging-10", "latest", "staging-9", "staging-100"]
    #expect(tags.sorted(by: TagOrder.precedes) == ["latest", "staging-9", "staging-10", "staging-100"])
  }
}
