import SimulatedAWS
import Testing

@Suite("Words for how containers fare")
struct BehaviourTests {
  @Test(
    "each word is read and written alike",
    arguments: [
      "runs", "slow:240", "exit:1", "exit:137@30", "out-of-memory", "out-of-memory@90", "spot-interruption@60", "unhealthy",
      "answers:502", "no-answer", "platform:linux/arm64", "unplaceable", "alarm",
    ] + StartFailure.allCases.map { "fails:\($0.rawValue)" })
  func words(text: String) {
    #expect(ContainerBehaviour(text)?.text == text)
  }

  @Test(
    "other words mean nothing",
    arguments: [
      "", "run", "slow", "slow:-1", "slow:5@3", "exit", "exit:256", "exit:1@", "exit:1@x", "exit:1@-4", "unhealthy:1",
      "spot-interruption", "answers:99", "answers", "platform:linux", "fails", "fails:", "fails:image", "runs@5",
    ])
  func nonsense(text: String) {
    #expect(ContainerBehaviour(text) == nil)
  }
}
