import JSONDocument
import Testing

@Suite("Parsing JSON")
struct ParsingTests {
  @Test(
    "what is no JSON is named, with its place",
    arguments: [
      ("", .emptyFile, 0),
      ("\u{FEFF}{}", .byteOrderMark, 0),
      ("{\"a\": 1,}", .trailingComma, 7),
      ("[1 // no\n]", .comment, 3),
      ("{\"a\": <MEMORY>}", .barePlaceholder("<MEMORY>"), 6),
      ("{\"a\": {{ port }}}", .barePlaceholder("{{ port }}"), 6),
      ("{\"a\": $PORT}", .barePlaceholder("$PORT"), 6),
      ("{\"a\": True}", .bareWord("True"), 6),
      ("{'a': 1}", .singleQuotes, 1),
      ("{a: 1}", .keyNotAString, 1),
      ("{\"a\" 1}", .missingColon, 5),
      ("{\"a\": 1, \"a\": 2}", .duplicateKey("a", firstOffset: 1), 9),
      ("{\"a\": [1, 2", .truncated(opening: 6), 11),
      ("{\"a\": 01}", .badNumber("01"), 6),
      ("{} {}", .textAfterDocument, 3),
      ("[\"a\" \"b\"]", .missingComma, 5),
      ("{\n<<<<<<< HEAD\n\"a\": 1\n=======\n\"a\": 2\n>>>>>>> b\n}", .conflictMarker, 2),
      ("{\"a\": 1\n>>>>>>> b\n}", .conflictMarker, 8),
      ("[\"\\x\"]", .badEscape("\\x"), 2),
    ] as [(String, JSONSyntaxError.Problem, Int)])
  func faults(text: String, problem: JSONSyntaxError.Problem, offset: Int) {
    let parsed = JSON.parse(text)
    #expect(parsed.document == nil)
    #expect(parsed.errors.map(\.problem) == [problem])
    #expect(parsed.errors.first?.offset == offset)
  }

  @Test("every fault that can be stepped over is reported at once")
  func severalFaults() {
    let parsed = JSON.parse("{\"a\": <X>, // x\n \"a\": [1,],}")
    #expect(parsed.errors.count == 5)
    #expect(parsed.document == nil)
  }

  @Test("deep nesting is an error, not a crash")
  func deepNesting() {
    let parsed = JSON.parse([UInt8](repeating: UInt8(ascii: "["), count: 1_000_000))
    #expect(parsed.errors.map(\.problem) == [.tooDeep(limit: JSON.maximumDepth)])
  }

  @Test("member order and number text are kept")
  func lossless() throws {
    let text = #"{"b":1.50,"a":[1e3,"ü\n",true,null,{}]}"#
    #expect(try JSON(text: text).text() == text)
  }

  @Test("numbers are equal by value", arguments: [("80", "80.0"), ("8e1", "80"), ("-0.25", "-25e-2"), ("0", "0.0")])
  func equalNumbers(left: String, right: String) throws {
    #expect(try JSON(text: left) == JSON(text: right))
  }

  @Test("values know where they stand")
  func marks() {
    let parsed = JSON.parse(#"{"a": {"b": "c"}}"#, source: 7)
    #expect(parsed.document?["a"]?["b"]?.mark == SourceMark(source: 7, offset: 12))
  }

  @Test("objects are looked up by key whether small or large, and keep their order when a member goes")
  func largeObjects() {
    var object = JSONObject()
    for number in 0..<40 { object["key\(number)"] = .int(number) }
    object["key3"] = nil
    object["key20"] = "new"
    #expect(object["key3"] == nil)
    #expect(object["key39"] == 39)
    #expect(object["key20"] == "new")
    #expect(object.keys.first == "key0")
    #expect(object.count == 39)
  }
}
