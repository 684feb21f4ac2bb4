import JSONDocument
import Resources
import Testing

/// That a failing seed says what it takes to fail: with one fact broken, what is printed holds nothing else.
@Suite("Shrinking")
struct ShrinkingTests {
  /// The facts of task definitions, but for a health check that does not know its default interval.
  private static let broken: ObjectFacts = {
    let healthCheck = ObjectFacts([
      .list("command"), .integer("interval"), .integer("timeout", 5), .integer("retries", 3), .integer("startPeriod", 0),
    ])
    let container = ObjectFacts([.string("name"), .string("image"), .object("healthCheck", healthCheck), .list("command")])
    return ObjectFacts([.set("containerDefinitions", of: .object(container), key: ["name"])])
  }()

  @Test("a broken default is found, and the counterexample is one health check")
  func brokenDefault() throws {
    let kind = ResourceKind.taskDefinition
    func normal(_ document: JSON) -> JSON? {
      NormalForm(.nothing).value(["it": document], .object("it", ObjectFacts([.object("it", Self.broken)])))
    }
    var examples: Set<String> = []
    for seed in 1...100 as ClosedRange<UInt64> {
      let dice = Dice(seed: seed)
      func fails(_ document: JSON) -> Bool {
        let noisy = Noise(dice, isAnswer: true, in: document).on(document, kind)
        return normal(kind.canonicalDocument(document)) != normal(kind.canonicalDocument(noisy))
      }
      let document = DocumentGenerator(dice: dice).document(kind)
      guard fails(document) else { continue }
      let example = smallest(document, where: fails)
      #expect(fails(example))
      examples.insert(example.text())
    }
    // What is random follows from a value's place, so empty containers may stay before the one that fails.
    let reduced = Set(examples.map { $0.replacing("{},", with: "") })
    #expect(examples.contains(#"{"containerDefinitions":[{"healthCheck":{}}]}"#))
    #expect(reduced == [#"{"containerDefinitions":[{"healthCheck":{}}]}"#])
  }

  @Test("nothing that the failure needs is taken away")
  func whatIsNeeded() {
    let document: JSON = ["a": [1, 2, 3], "b": ["c": true, "d": "x"], "e": "f"]
    let example = smallest(document) { $0["a"]?.arrayValue?.contains(2) == true && $0["b"]?["d"] != nil }
    #expect(example == ["a": [2], "b": ["d": "x"]])
  }
}
