import JSONDocument
import Resources
import Testing

/// That a failing seed says what it takes to fail: with one fact broken, what is printed holds nothing else.
@Suite("Shrinking")
struct ShrinkingTests {
  /// The facts of task definitions, but for a port mapping that does not know its default protocol.
  private static let broken: ObjectFacts = {
    let mapping = ObjectFacts([.integer("containerPort"), .integer("hostPort", 0), .string("protocol"), .string("name")])
    let container = ObjectFacts([
      .string("name"), .string("image"), .set("portMappings", of: .object(mapping), key: ["containerPort"]), .list("command"),
    ])
    return ObjectFacts([.string("family"), .set("containerDefinitions", of: .object(container), key: ["name"])])
  }()

  @Test("a broken default is found, and the counterexample is one port mapping")
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
        return normal(kind.prepared(document)) != normal(kind.prepared(noisy))
      }
      let document = DocumentGenerator(dice: dice).document(kind)
      guard fails(document) else { continue }
      let example = smallest(document, where: fails)
      #expect(fails(example))
      #expect(example.text().utf8.count < 120, "seed \(seed): \(example.text())")
      let members = example.objectValue?.keys ?? []
      #expect(members == ["containerDefinitions"], "seed \(seed): \(example.text())")
      examples.insert(example.text())
    }
    #expect(!examples.isEmpty)
    #expect(examples.allSatisfy { $0.contains("portMappings") })
  }

  @Test("nothing that the failure needs is taken away")
  func whatIsNeeded() {
    let document: JSON = ["a": [1, 2, 3], "b": ["c": true, "d": "x"], "e": "f"]
    let example = smallest(document) { $0["a"]?.arrayValue?.contains(2) == true && $0["b"]?["d"] != nil }
    #expect(example == ["a": [2], "b": ["d": "x"]])
  }
}
