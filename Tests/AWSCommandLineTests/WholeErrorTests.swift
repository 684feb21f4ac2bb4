import AWS
import JSONDocument
import Providers
import Reporting
import Resources
import Synchronization
import Testing

@testable import AWSCommandLine

/// From what the program prints to what a person reads: the kind, whether it is tried again, and the advice.
@Suite("Errors of the aws program, as a run meets them")
struct WholeErrorTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var status: Int
    var text: String
    var kind: ProviderError.Kind
    var sentence: String
    var advice: String

    init(_ name: String, _ status: Int, _ text: String, _ kind: ProviderError.Kind, _ sentence: String, _ advice: String) {
      testDescription = name
      self.status = status
      self.text = text
      self.kind = kind
      self.sentence = sentence
      self.advice = advice
    }
  }

  private static func script(status: Int, failures: Int = 1_000_000) -> String {
    """
    if [ "$1" = --version ]; then echo 'aws-cli/2.9.19 Python/3.11.2'; exit; fi
    echo run >> "$here/runs"
    if [ "$(wc -l < "$here/runs")" -gt \(failures) ]; then echo '{"clusters": [], "failures": [{"arn": "arn:aws:ecs:eu-west-1:111111111111:cluster/main", "reason": "MISSING"}]}'; exit; fi
    cat "$here/text" >&2
    exit \(status)
    """
  }

  /// Waiting costs no time.
  private struct Hurried: AWSClient {
    let client: AWSCommandLineClient
    let time = HurriedClock()
    var clock: any AWSClock { time }
    func call(_ request: AWSRequest) async throws(AWSError) -> JSON { try await client.call(request) }
    func unknownToProgram(in requests: [AWSRequest]) async -> [[UnknownToProgram]] {
      await client.unknownToProgram(in: requests)
    }
  }

  private final class HurriedClock: AWSClock {
    private let time = Mutex(0.0)
    func now() async -> Double { time.withLock { $0 } }
    func sleep(for duration: Duration) async { time.withLock { $0 += Double(duration.components.seconds) + 1 } }
  }

  private func provider(_ program: FakeProgram) -> AWSProvider {
    AWSProvider(
      client: Hurried(client: program.client()),
      identity: ProviderIdentity(name: .awsCommandLine, region: "eu-west-1", accountId: "111111111111"),
      random: SeededGenerator(seed: 1))
  }

  @Test("A field that the program is too old for is refused with the version that is needed, and sent once")
  func tooOld() async throws {
    let program = try FakeProgram(Self.script(status: 252))
    try program.write(
      "Parameter validation failed:\nUnknown parameter in input: \"logGroupClass\", must be one of: logGroupName", to: "text")
    let group = Resource(
      address: Address(.logGroup, "api"), identity: ResourceIdentity(.logGroup, name: "/api"),
      attributes: ["logGroupClass": "STANDARD"])
    let provider = provider(program)
    #expect(
      await provider.unknownToProgram(in: [.create(group)]) == [
        [
          UnknownToProgram(
            program: "aws 2.9.19", operation: "CreateLogGroup", member: "logGroupClass", knownFrom: ["1.30.7", "2.13.39"])
        ]
      ])
    #expect(program.lines(of: "runs").isEmpty)
    let error = await #expect(throws: ProviderError.self) {
      _ = try await provider.create(group, token: OperationToken("1"))
    }
    let failure = Failure(try #require(error), directory: "envs/staging")
    #expect(
      failure.message
        == "CreateLogGroup could not be called: aws 2.9.19 does not know \"logGroupClass\" of CreateLogGroup; "
        + "it is known from 1.30.7 and 2.13.39 on")
    #expect(failure.next == "install a newer AWS command line, or correct the name; a field is never left out")
    #expect(failure.details == ["This call changed nothing."])
    #expect(program.lines(of: "runs").count == 1)
  }

  private let reading = [ReadRequest(ResourceIdentity(.cluster, name: "main"))]

  @Test("What will not pass is told at once, with what to do", arguments: Rows.lasting)
  func lasting(row: Row) async throws {
    let program = try FakeProgram(Self.script(status: row.status))
    try program.write(row.text, to: "text")
    let error = await #expect(throws: ProviderError.self) { _ = try await provider(program).read(reading) }
    let failure = Failure(try #require(error), directory: "envs/staging")
    #expect(error?.kind == row.kind)
    #expect(failure.message == row.sentence)
    #expect(failure.next == row.advice)
    #expect(failure.details == ["This call changed nothing."])
    #expect(program.lines(of: "runs").count == 1)
  }

  @Test("What may pass is tried again", arguments: Rows.passing)
  func passing(name: String, status: Int, text: String) async throws {
    let program = try FakeProgram(Self.script(status: status, failures: 3))
    try program.write(text, to: "text")
    let provider = provider(program)
    let found = try await provider.read(reading)
    #expect(found.values.map { $0 } == [.absent])
    #expect(program.lines(of: "runs").count == 4)
    #expect(provider.retries == RetryCounts(throttled: name.hasPrefix("throttled") ? 3 : 0))
  }

  @Test("A program that is not there is said to be missing, and not the network")
  func missing() async throws {
    let client = AWSCommandLineClient(region: "eu-west-1", program: "/nowhere/aws")
    let provider = AWSProvider(
      client: client, identity: ProviderIdentity(name: .awsCommandLine, region: "eu-west-1", accountId: "111111111111"))
    let error = await #expect(throws: ProviderError.self) { _ = try await provider.read(reading) }
    let failure = Failure(try #require(error), directory: "envs/staging")
    #expect(failure.message.hasPrefix("DescribeClusters could not be called: \"/nowhere/aws\" was not found or cannot be run"))
    #expect(failure.next == "make `aws --version` answer in this shell, then repeat the command")
  }
}

private enum Rows {
  typealias Row = WholeErrorTests.Row

  private static let again = "sign in again (for example `aws sso login`), then repeat the command"
  private static let profile =
    "correct the name (AWS_PROFILE, or \"profile\" in environment.json), or add it to the AWS configuration; `aws configure list-profiles` lists those that are there"
  private static let settings =
    "correct what the message names, in the variables (`env | grep ^AWS_`) or the profile of the AWS configuration, then repeat the command"
  private static let correct = "correct what the message names, then run `reconcile plan envs/staging`"
  private static let newer = "install a newer AWS command line, or correct the name; a field is never left out"
  private static let call = "when calling the DescribeClusters operation"
  private static let pass =
    "User: arn:aws:sts::111111111111:assumed-role/ci/1 is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111111111111:role/api because no identity-based policy allows the iam:PassRole action"

  static let lasting: [Row] = [
    Row(
      "forbidden, version 1: the action and the resource", 255, "\nAn error occurred (AccessDeniedException) \(call): \(pass)\n",
      .forbidden, "DescribeClusters is forbidden for the identity used: AccessDeniedException: \(pass)",
      "allow iam:PassRole on arn:aws:iam::111111111111:role/api to that identity, then run `reconcile plan envs/staging`"),
    Row(
      "forbidden, version 2: the action alone", 254,
      "\naws: [ERROR]: An error occurred (AccessDeniedException) \(call): You are not authorized to perform: ecs:DescribeClusters\n",
      .forbidden,
      "DescribeClusters is forbidden for the identity used: AccessDeniedException: You are not authorized to perform: ecs:DescribeClusters",
      "allow ecs:DescribeClusters to that identity, then run `reconcile plan envs/staging`"),
    Row(
      "forbidden without a word about the action", 254, "An error occurred (AccessDenied) \(call): no", .forbidden,
      "DescribeClusters is forbidden for the identity used: AccessDenied: no",
      "allow ecs:DescribeClusters to that identity, then run `reconcile plan envs/staging`"),
    Row(
      "expired credentials", 254, "An error occurred (ExpiredTokenException) \(call): The security token is expired",
      .credentials,
      "DescribeClusters was not possible without valid credentials: ExpiredTokenException: The security token is expired", again),
    Row(
      "no credentials, version 1", 255, "Unable to locate credentials. You can configure credentials.", .credentials,
      "DescribeClusters was not possible without valid credentials: NoCredentials: Unable to locate credentials. You can configure credentials.",
      again),
    Row(
      "no credentials, version 2", 253, "aws: [ERROR]: Unable to locate credentials.", .credentials,
      "DescribeClusters was not possible without valid credentials: NoCredentials: Unable to locate credentials.", again),
    Row(
      "a profile that is not there", 255, "\nThe config profile (ci) could not be found\n", .credentials,
      "DescribeClusters was not possible without valid credentials: ProfileMissing: The config profile (ci) could not be found",
      profile),
    Row(
      "a source profile that is not there", 255,
      "\nThe source_profile \"base\" referenced in the profile \"ci\" does not exist.\n", .credentials,
      "DescribeClusters was not possible without valid credentials: ProfileMissing: The source_profile \"base\" referenced in the profile \"ci\" does not exist.",
      profile),
    Row(
      "the file of an OIDC token is not there", 255, "\n[Errno 2] No such file or directory: '/run/ci-token'\n", .credentials,
      "DescribeClusters was not possible without valid credentials: ConfigurationInvalid: the file \"/run/ci-token\" is not there; credentials come from it, as a token (AWS_WEB_IDENTITY_TOKEN_FILE, web_identity_token_file) or as the credential_process of the profile",
      settings),
    Row(
      "a credential_process that prints no JSON", 255, "\nExpecting value: line 1 column 1 (char 0)\n", .credentials,
      "DescribeClusters was not possible without valid credentials: ConfigurationInvalid: the credential_process of the profile printed no JSON: Expecting value: line 1 column 1 (char 0)",
      settings),
    Row(
      "a code of a device", 255, "Enter MFA code for arn:aws:iam::111111111111:mfa/me: \n", .credentials,
      "DescribeClusters was not possible without valid credentials: MFACodeNeeded: Enter MFA code for arn:aws:iam::111111111111:mfa/me:",
      "reconcile cannot enter the code: get temporary credentials first (`aws sts assume-role` or `aws sts get-session-token`, with --serial-number and --token-code), and give them in the AWS_… variables"
    ),
    Row(
      "a role that is not given to a token", 254,
      "An error occurred (InvalidIdentityToken) when calling the AssumeRoleWithWebIdentity operation: No OpenIDConnect provider found",
      .credentials,
      "DescribeClusters was not possible without valid credentials: RoleRefused: AssumeRoleWithWebIdentity: InvalidIdentityToken: No OpenIDConnect provider found",
      "see whether this is the role that is meant, and whether its trust policy lets this identity or token have it; then repeat the command"
    ),
    Row(
      "refused input: the field", 252,
      "Parameter validation failed:\nInvalid length for parameter clusters, value: 0, valid min length: 1", .refused,
      "DescribeClusters was refused: ParamValidation: Invalid length for parameter clusters, value: ***, valid min length: 1",
      correct),
    Row(
      "refused by the service", 254,
      "An error occurred (InvalidParameterException) \(call): clusters can have at most 100 items.",
      .refused, "DescribeClusters was refused: InvalidParameterException: clusters can have at most 100 items.", correct),
    Row(
      "a field that the program is too old for", 252,
      "Parameter validation failed:\nUnknown parameter in input: \"mood\", must be one of: clusters", .refused,
      "DescribeClusters could not be called: unknown parameter \"mood\" (aws-cli/2.9.19 does not know it; a newer AWS command line may)",
      newer),
    Row(
      "a shim without a program", 127, "pyenv: aws: command not found", .unreachable,
      "DescribeClusters could not be called: pyenv: aws: command not found",
      "make `aws --version` answer in this shell, then repeat the command"),
    Row(
      "an interrupt that reached the program", 130, "", .cancelled,
      "DescribeClusters was stopped before it was answered: Cancelled: the aws program was interrupted",
      "run `reconcile plan envs/staging` to see where things stand"),
    Row(
      "something new", 255, "out of cheese", .unexpected,
      "the answer to DescribeClusters was not understood: BadAnswer: the aws program ended with status 255: out of cheese",
      "run `reconcile plan envs/staging`; if it stays, please report it with the message above"),
  ]

  static let passing: [(String, Int, String)] = [
    ("throttled, version 1", 255, "\nAn error occurred (ThrottlingException) \(call) (reached max retries: 0): Rate exceeded\n"),
    ("throttled, version 2", 254, "\naws: [ERROR]: An error occurred (ThrottlingException) \(call): Rate exceeded\n"),
    ("throttled, under another name", 254, "An error occurred (RequestLimitExceeded) \(call): Request limit exceeded."),
    ("a failure inside of AWS", 254, "An error occurred (ServerException) \(call): Service Unavailable. Please try again later."),
    ("an answer that is no API answer", 255, "An error occurred (503) \(call): <html>busy</html>"),
    ("a region that cannot be reached", 255, "Could not connect to the endpoint URL: \"https://ecs.eu-west-9.amazonaws.com/\""),
    ("a lost answer to a question", 255, "Read timeout on endpoint URL: \"https://ecs.eu-west-1.amazonaws.com/\""),
  ]
}
