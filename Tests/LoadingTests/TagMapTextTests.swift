import Testing

@testable import Loading

/// Who sets a tag changes its value, and not one other byte.
@Suite struct TagMapTextTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let before: String
    let tags: [String: String]
    let after: String
  }

  private static let cases = [
    Case(
      testDescription: "a value",
      before: "{\n  \"image_tags\": {\n    \"web\": \"1\",\n    \"api\":   \"2\"\n  }\n}\n", tags: ["api": "3"],
      after: "{\n  \"image_tags\": {\n    \"web\": \"1\",\n    \"api\":   \"3\"\n  }\n}\n"),
    Case(
      testDescription: "tabs, line ends of Windows and no last line end",
      before: "{\r\n\t\"image_tags\": {\r\n\t\t\"api\": \"2\"}}", tags: ["api": "3"],
      after: "{\r\n\t\"image_tags\": {\r\n\t\t\"api\": \"3\"}}"),
    Case(
      testDescription: "a number becomes a text", before: #"{"image_tags": {"api": 41, "web": true}}"#,
      tags: ["api": "42", "web": "v1"], after: #"{"image_tags": {"api": "42", "web": "v1"}}"#),
    Case(
      testDescription: "null becomes a tag", before: #"{"image_tags": {"api": null}}"#, tags: ["api": "42"],
      after: #"{"image_tags": {"api": "42"}}"#),
    Case(
      testDescription: "escapes in keys and values", before: #"{"image_tags": {"a\u0070i": "x\"y", "web": "1"}}"#,
      tags: ["api": "2"], after: #"{"image_tags": {"a\u0070i": "2", "web": "1"}}"#),
    Case(
      testDescription: "other variables, also with the same key",
      before: #"{"api": "no", "other": {"api": "no"}, "image_tags": {"api": "1"}, "last": [1, {"api": "no"}]}"#,
      tags: ["api": "2"],
      after: #"{"api": "no", "other": {"api": "no"}, "image_tags": {"api": "2"}, "last": [1, {"api": "no"}]}"#),
    Case(
      testDescription: "a new key goes where the order has it",
      before: "{\n  \"image_tags\": {\n    \"admin\": \"1\",\n    \"web\": \"1\"\n  }\n}\n", tags: ["api": "3"],
      after: "{\n  \"image_tags\": {\n    \"admin\": \"1\",\n    \"api\": \"3\",\n    \"web\": \"1\"\n  }\n}\n"),
    Case(
      testDescription: "a new key before all others",
      before: "{\n  \"image_tags\": {\n    \"web\": \"1\"\n  }\n}\n", tags: ["api": "3"],
      after: "{\n  \"image_tags\": {\n    \"api\": \"3\",\n    \"web\": \"1\"\n  }\n}\n"),
    Case(
      testDescription: "a new key behind all others, where they have no order",
      before: "{\n  \"image_tags\": {\n    \"web\": \"1\",\n    \"api\": \"1\"\n  }\n}\n", tags: ["job": "3"],
      after: "{\n  \"image_tags\": {\n    \"web\": \"1\",\n    \"api\": \"1\",\n    \"job\": \"3\"\n  }\n}\n"),
    Case(
      testDescription: "a new key in one line", before: #"{"image_tags": {"api": "1", "job": "1"}}"#, tags: ["web": "3"],
      after: #"{"image_tags": {"api": "1", "job": "1", "web": "3"}}"#),
    Case(
      testDescription: "the first key", before: "{\n  \"image_tags\": {}\n}\n", tags: ["api": "3"],
      after: "{\n  \"image_tags\": {\n    \"api\": \"3\"\n  }\n}\n"),
    Case(
      testDescription: "the first key in one line", before: #"{"image_tags":{ }}"#, tags: ["api": "3"],
      after: #"{"image_tags":{"api": "3"}}"#),
    Case(
      testDescription: "a file that sets other variables", before: "{\n  \"region\": \"x\"\n}\n", tags: ["api": "3", "web": "4"],
      after: "{\n  \"image_tags\": {\n    \"api\": \"3\",\n    \"web\": \"4\"\n  },\n  \"region\": \"x\"\n}\n"),
    Case(
      testDescription: "a variable behind an object", before: "{\n  \"a\": {\"b\": [1, \"]\"]}\n}\n", tags: ["api": "3"],
      after: "{\n  \"a\": {\"b\": [1, \"]\"]},\n  \"image_tags\": {\n    \"api\": \"3\"\n  }\n}\n"),
    Case(
      testDescription: "the same tag", before: #"{"image_tags": {"api": "1"}}"#, tags: ["api": "1"],
      after: #"{"image_tags": {"api": "1"}}"#),
  ]

  @Test("only what is set is written anew", arguments: cases)
  func onlyWhatIsSetIsWrittenAnew(example: Case) throws {
    let text = try #require(TagMapText(Array(example.before.utf8)).setting(example.tags, in: "image_tags"))
    #expect(String(decoding: text.bytes, as: UTF8.self) == example.after)
  }

  @Test(
    "what is no tag map is left alone",
    arguments: [
      "", "[]", #"{"image_tags": []}"#, #"{"image_tags": {"api": "1",}}"#, #"{"image_tags": {"api": "1", "api": "2"}}"#,
    ])
  func whatIsNoTagMapIsLeftAlone(text: String) {
    #expect(TagMapText(Array(text.utf8)).setting(["api": "2"], in: "image_tags")?.bytes == nil)
  }

  @Test("a file that was not there is indented, ordered, and ends its last line")
  func aNewFile() {
    let text = TagMapText(["web": "2", "api": "1"], variable: "service_image_tags")
    #expect(
      String(decoding: text.bytes, as: UTF8.self)
        == "{\n  \"service_image_tags\": {\n    \"api\": \"1\",\n    \"web\": \"2\"\n  }\n}\n")
  }
}
