import Testing

@Suite struct ScriptParsingTests {
  @Test("a script is read and written back")
  func aScriptIsReadAndWrittenBack() {
    let text = """
      # Why this is here.

      $ reconcile version
      reconcile 0.1.0
      [exit 0]

      # Usage errors are 64.
      $ reconcile nonsense
      Error

      more
      [exit 64]
      # The end.

      """
    let script = Script(text: text)
    #expect(script.exchanges.map(\.command) == ["reconcile version", "reconcile nonsense"])
    #expect(script.exchanges.map(\.exitCode) == [0, 64])
    #expect(script.exchanges[1].preamble == ["", "# Usage errors are 64."])
    #expect(script.exchanges[1].output == ["Error", "", "more"])
    #expect(script.ending == ["# The end."])
    #expect(script.text == text)
  }

  @Test("the exit line may be left out")
  func theExitLineMayBeLeftOut() {
    let script = Script(text: "$ a\nx\n$ b\n[exit 1]\n")
    #expect(script.exchanges.map(\.output) == [["x"], []])
    #expect(script.exchanges.map(\.exitCode) == [0, 1])
  }

  @Test(
    "only what differs from run to run is replaced",
    arguments: [
      ("/tmp/abc/state/x", "[ROOT]/state/x"), ("since 2026-03-01 12:04:05 UTC", "since [TIME]"),
      ("0 failed (12 s): words", "0 failed ([SECONDS]): words"),
      ("succeeded after 3 s  serial", "succeeded after [SECONDS]  serial"),
      ("retention 30 days", "retention 30 days"), ("#12 #ea2815 → #5cea8f", "#12 #[KEYED] → #[KEYED]"),
    ])
  func onlyWhatDiffersFromRunToRunIsReplaced(text: String, scrubbed: String) {
    #expect(Scrubber(root: "/tmp/abc").scrub(text) == scrubbed)
  }
}
