import AWS
import JSONDocument
import Testing

@testable import AWSCommandLine

@Suite("Calling the aws program")
struct CallingTests {
  private static let recording = """
    for argument in "$@"; do echo "$argument" >> "$here/arguments"; done
    env > "$here/environment"
    cat /dev/stdin > "$here/input"
    echo '{"done": true}'
    """

  @Test("The answer is the program's standard output")
  func answer() async throws {
    let program = try FakeProgram(#"echo '{"services": [{"serviceName": "grün"}], "n": 1.50}'"#)
    let answer = try await program.call()
    #expect(answer.text() == #"{"services":[{"serviceName":"grün"}],"n":1.50}"#)
  }

  @Test("An operation that answers nothing answers an empty object", arguments: ["", "echo", #"printf ' \n\t'"#])
  func emptyAnswer(script: String) async throws {
    #expect(try await FakeProgram(script).call() == [:])
  }

  @Test("The input goes in through a file descriptor; no argument and no file holds it")
  func input() async throws {
    let program = try FakeProgram(Self.recording + "\nls \"$TMPDIR\" > \"$here/seen\"")
    let request = AWSRequest(.ecs, "RegisterTaskDefinition", ["family": "a'b \"$HOME\"", "secret": "hünter2"])
    _ = try await program.call(request)
    #expect(program.text(of: "input") == request.input.text())
    #expect(program.text(of: "arguments")?.contains("nter2") == false)
    #expect(program.text(of: "seen") == "")
    #expect(try program.files(in: "tmp").isEmpty)
  }

  @Test("A prompt that reads standard input gets nothing of the call's input")
  func prompt() async throws {
    let program = try FakeProgram(#"cat /dev/stdin > /dev/null; cat > "$here/typed"; echo '{}'"#)
    _ = try await program.call()
    #expect(program.text(of: "typed") == "")
  }

  @Test("A program that does not read its input is no trouble")
  func inputUnread() async throws {
    let input: JSON = ["text": .string(String(repeating: "x", count: 1 << 20))]
    #expect(try await FakeProgram("echo '{}'").call(AWSRequest(.ecs, "X", input)) == [:])
  }

  @Test("Service, operation, region, profile and endpoint are arguments of their own")
  func arguments() async throws {
    let program = try FakeProgram(Self.recording)
    let client = program.client(region: "eu-central-2", profile: "team a/prod.Größe", endpoint: "http://localhost:1")
    _ = try await client.call(AWSRequest(.logs, "DescribeLogGroups", [:]))
    let arguments = program.lines(of: "arguments")
    #expect(arguments.suffix(4) == ["logs", "describe-log-groups", "--cli-input-json", "file:///dev/stdin"])
    #expect(arguments.contains("--region=eu-central-2"))
    #expect(arguments.contains("--profile=team a/prod.Größe"))
    #expect(arguments.contains("--endpoint-url=http://localhost:1"))
  }

  @Test(
    "A region, profile or endpoint that is not written like one is refused, and nothing is started",
    arguments: [
      ("file:///proc/self/environ", nil, nil, "region"), ("--help", nil, nil, "region"), ("", nil, nil, "region"),
      ("http://x", nil, nil, "region"), ("eu-west-1\n", nil, nil, "region"), ("eu west", nil, nil, "region"),
      ("eu-west-1", "file:///etc/passwd", nil, "profile"), ("eu-west-1", "fileb://x", nil, "profile"),
      ("eu-west-1", "https://x", nil, "profile"), ("eu-west-1", "a$(x)", nil, "profile"), ("eu-west-1", "", nil, "profile"),
      ("eu-west-1", "a\nb", nil, "profile"),
      ("eu-west-1", nil, "file:///etc/passwd", "endpoint"), ("eu-west-1", nil, "@/etc/passwd", "endpoint"),
      ("eu-west-1", nil, "http://", "endpoint"), ("eu-west-1", nil, "http://a b", "endpoint"),
      ("eu-west-1", nil, "http://-a", "endpoint"), ("eu-west-1", nil, "http://a/?file://x", "endpoint"),
    ] as [(String, String?, String?, String)])
  func refusedOption(region: String, profile: String?, endpoint: String?, what: String) async throws {
    let program = try FakeProgram(Self.recording)
    let client = program.client(region: region, profile: profile, endpoint: endpoint)
    let error = await #expect(throws: AWSError.self) { try await client.call(.describe) }
    #expect(error?.code == "ParamValidation")
    #expect(error?.isCertain == true)
    #expect(error?.message.contains("cannot be a \(what); \(what)s ") == true, "\(String(describing: error))")
    #expect(program.text(of: "arguments") == nil)
  }

  @Test("Without a profile and an endpoint, the program decides")
  func noArguments() async throws {
    let program = try FakeProgram(Self.recording)
    _ = try await program.call()
    #expect(!program.lines(of: "arguments").contains { $0.hasPrefix("--profile") || $0.hasPrefix("--endpoint-url") })
  }

  @Test(
    "The endpoint of the environment is honoured also by programs too old to know it",
    arguments: [
      (["AWS_ENDPOINT_URL": "http://a"], "--endpoint-url=http://a"),
      (["AWS_ENDPOINT_URL": "http://a", "AWS_ENDPOINT_URL_ECS": "http://b"], "--endpoint-url=http://b"),
      (["AWS_ENDPOINT_URL": "http://a", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"], nil),
    ])
  func endpoint(environment: [String: String], expected: String?) async throws {
    let program = try FakeProgram(Self.recording)
    _ = try await program.client(environment: environment).call(.describe)
    #expect(program.lines(of: "arguments").first { $0.hasPrefix("--endpoint-url") } == expected)
  }

  @Test("The environment is passed through, with the answer's form fixed and the program's own retries off")
  func environment() async throws {
    let program = try FakeProgram(Self.recording)
    let client = program.client(environment: ["AWS_PROFILE": "team", "AWS_MAX_ATTEMPTS": "9", "AWS_PAGER": "less", "HOME": nil])
    _ = try await client.call(.describe)
    let environment = program.lines(of: "environment")
    for line in [
      "AWS_PROFILE=team", "AWS_MAX_ATTEMPTS=1", "AWS_PAGER=", "AWS_CLI_AUTO_PROMPT=off", "AWS_CLI_ERROR_FORMAT=legacy",
    ] {
      #expect(environment.contains(line), "\(line)")
    }
    #expect(!environment.contains { $0.hasPrefix("HOME=") })
    #expect(environment.contains { $0.hasPrefix("PATH=") })
  }

  @Test(
    "Operations are spelled as the command line spells them",
    arguments: [
      ("DescribeServices", "describe-services"), ("BatchGetImage", "batch-get-image"),
      ("ListTagsForResource", "list-tags-for-resource"),
      ("GetCallerIdentity", "get-caller-identity"), ("PutKMSKey", "put-kms-key"), ("DescribeEC2Things", "describe-ec2-things"),
    ])
  func commandName(operation: String, command: String) {
    #expect(CommandLine.commandName(of: operation) == command)
  }
}
