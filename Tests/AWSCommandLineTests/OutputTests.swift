import AWS
import JSONDocument
import TestSupport
import Testing

@testable import AWSCommandLine

@Suite("What the aws program prints")
struct OutputTests {
  @Test("Ten megabytes on both outputs at once come through whole")
  func large() async throws {
    let program = try FakeProgram(
      """
      (head -c 10000000 /dev/zero | tr '\\0' e >&2) &
      printf '{"text": "'; head -c 10000000 /dev/zero | tr '\\0' x; printf '"}'
      wait
      """)
    let answer = try await program.call()
    #expect(answer["text"]?.stringValue?.utf8.count == 10_000_000)
  }

  @Test("The first of a large error still tells what it is")
  func largeError() async throws {
    let program = try FakeProgram(
      """
      echo 'An error occurred (ClientException) when calling the DescribeServices operation: too long' >&2
      head -c 3000000 /dev/zero | tr '\\0' 'e' >&2
      exit 254
      """)
    let error = await #expect(throws: AWSError.self) { try await program.call() }
    #expect(error?.code == "ClientException")
  }

  @Test(
    "What is no JSON object is no answer, and whether the call was carried out is not known",
    arguments: ["echo hello", "echo '{\"a\": '", "echo '[1]'", "printf '\\377\\376'", "echo '{} {}'"])
  func garbage(script: String) async throws {
    let error = await #expect(throws: AWSError.self) { try await FakeProgram(script).call() }
    #expect(error?.code == "BadAnswer")
    #expect(error?.isCertain == false)
    #expect(error?.message.contains("hello") == false)
  }

  @Test("A child left behind with the outputs open does not keep the answer from coming")
  func leftChild() async throws {
    let program = try FakeProgram(
      """
      exec 9>"$here/lifeline"
      sleep 300 &
      echo $! > "$here/child"
      echo '{"done": true}'
      """)
    let lifeline = HeldOpenPipe(program.directory + "/lifeline")
    #expect(try await program.call() == ["done": true])
    // Not ours to kill: helpers of `aws` may stay on purpose. The test cleans up after itself.
    if let child = program.lines(of: "child").first.flatMap({ Int32($0) }) { endProcess(child) }
    try await lifeline.waitForEnd()
  }
}
