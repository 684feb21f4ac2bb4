import Platform
import Synchronization
import Testing

@testable import Programs

@Suite("Programs that are started", .timeLimit(.minutes(5))) struct ProgramRunTests {
  private func shell(_ text: String) -> ProgramRun { ProgramRun("sh", ["-c", text]) }

  @Test("how a program ends is told with what it printed")
  func endings() async {
    #expect(
      await shell("echo one; echo two >&2; exit 3").run(timeout: .seconds(60)) == .exit(3, output: "one\n", errors: "two\n"))
    #expect(await shell("kill -9 $$").run(timeout: .seconds(60)) == .signal(9, output: "", errors: ""))
    #expect(await ProgramRun("no-such-program-of-ours", []).run(timeout: .seconds(60)) == .missing)
  }

  @Test("a program whose time is up ends with all that it started")
  func timeout() async {
    #expect(await shell("sleep 600 & sleep 600").run(timeout: .milliseconds(300)) == .timedOut)
  }

  @Test("lines of stderr are heard as they come, whole ones")
  func lines() async {
    let heard = Mutex<[String]>([])
    let ending = await shell("printf 'one\\ntw' >&2; sleep 0.2; printf 'o\\nthree' >&2; echo out").run(timeout: .seconds(60)) {
      line in
      heard.withLock { $0.append(line) }
    }
    #expect(ending == .exit(0, output: "out\n", errors: ""))
    #expect(heard.withLock { $0 } == ["one", "two", "three"])
  }

  @Test("a program sees the variables that it needs, those that are named, and no others")
  func variables() async {
    var run = shell("echo $ONE-$PATH_OF_OURS-${HOME:+home}")
    run.variables = ["ONE": "1", "HOME": nil]
    #expect(await run.run(timeout: .seconds(60)) == .exit(0, output: "1--\n", errors: ""))
  }

  @Test("what it reads stands in no argument")
  func input() async {
    var run = shell("cat; cat /dev/stdin")
    run.input = "secret"
    #expect(await run.run(timeout: .seconds(60)) == .exit(0, output: "secretsecret", errors: ""))
  }
}
