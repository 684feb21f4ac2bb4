import AWS
import JSONDocument
import Testing

@testable import AWSCommandLine

/// A way of the program to fail, and what it means.
struct ProgramError: Sendable, CustomStringConvertible {
  var description: String
  var status: Int
  var text: String
  var code: String
  var message: String
  var isCertain = true

  init(_ name: String, _ status: Int, _ text: String, _ code: String, _ message: String, isCertain: Bool = true) {
    description = name
    self.status = status
    self.text = text
    self.code = code
    self.message = message
    self.isCertain = isCertain
  }
}

@Suite("Errors of the aws program")
struct ErrorTests {
  @Test("Each is told by its text first, and by the exit status when there is no known text", arguments: errors)
  func told(error: ProgramError) async throws {
    let program = try FakeProgram(
      """
      if [ "$1" = --version ]; then echo 'aws-cli/2.9.19 Python/3.11.2 Linux/6.1'; exit 0; fi
      cat "$here/text" >&2
      exit \(error.status)
      """)
    try program.write(error.text, to: "text")
    let request = AWSRequest(
      .ecs, "CreateService",
      ["environment": [["name": "DB_PASSWORD", "value": "hunter2hunter2"], ["name": "MODE", "value": "production"]]])
    let thrown = await #expect(throws: AWSError.self) { try await program.call(request) }
    #expect(thrown == AWSError(code: error.code, message: error.message, isCertain: error.isCertain))
  }

  @Test("A program that is not there is missing")
  func missing() async throws {
    let directory = try FakeProgram("")
    try directory.write("echo '{}'", to: "plain")
    try directory.write("#!/nowhere/python\n", to: "broken")
    for name in ["no-such-aws-program", "/nowhere/aws", directory.directory + "/plain", directory.directory] {
      let client = AWSCommandLineClient(region: "eu-west-1", program: name)
      let error = await #expect(throws: AWSError.self) { try await client.call(.describe) }
      #expect(error?.code == "ProgramMissing", "\(name): \(String(describing: error))")
      #expect(error?.message.contains("\"\(name)\"") == true)
      #expect(error?.isCertain == true)
    }
  }

  @Test("A program that was killed leaves open what it did")
  func killed() async throws {
    let error = await #expect(throws: AWSError.self) { try await FakeProgram("kill -9 $$").call() }
    #expect(error == AWSError(code: "BadAnswer", message: "the aws program was ended by signal 9", isCertain: false))
  }

  private static let errors: [ProgramError] = [
    ProgramError(
      "a service's error, version 1", 255,
      "\nAn error occurred (ClusterNotFoundException) when calling the CreateService operation: Cluster not found.\n",
      "ClusterNotFoundException", "Cluster not found."),
    ProgramError(
      "a service's error, version 2", 254,
      "\nAn error occurred (ThrottlingException) when calling the CreateService operation (reached max retries: 0): Rate exceeded\n",
      "ThrottlingException", "Rate exceeded"),
    ProgramError(
      "a service's error, version 2.34", 254,
      "\naws: [ERROR]: An error occurred (InvalidParameterException) when calling the CreateService operation: a: b\nc (reached max retries: 1): d\n",
      "InvalidParameterException", "a: b c (reached max retries: 1): d"),
    ProgramError(
      "a service's error after a warning", 254,
      "/usr/lib/x.py:1: InsecureRequestWarning: Unverified\n  warnings.warn(\nAn error occurred (AccessDeniedException) when calling the CreateService operation: User: arn:aws:iam::1:user/a is not authorized to perform: iam:PassRole",
      "AccessDeniedException", "User: arn:aws:iam::1:user/a is not authorized to perform: iam:PassRole"),
    ProgramError(
      "a service's error without words", 254, "An error occurred (ServerException) when calling the CreateService operation: ",
      "ServerException", ""),
    ProgramError(
      "an answer that is no API answer", 255,
      "An error occurred (503) when calling the CreateService operation (reached max retries: 4): <html>\n<b>Busy</b></html>",
      "503",
      "<html> <b>Busy</b></html>"),
    ProgramError(
      "an expired token", 254,
      "An error occurred (ExpiredTokenException) when calling the CreateService operation: The security token included in the request is expired",
      "ExpiredTokenException", "The security token included in the request is expired"),
    ProgramError(
      "a role that may not be assumed", 254,
      "An error occurred (AccessDenied) when calling the AssumeRole operation: User: a is not allowed", "RoleRefused",
      "AssumeRole: AccessDenied: User: a is not allowed"),
    ProgramError(
      "a role that is not found is no service that is not found", 254,
      "An error occurred (ResourceNotFoundException) when calling the GetRoleCredentials operation: Account not found",
      "NoCredentials", "GetRoleCredentials: ResourceNotFoundException: Account not found"),
    ProgramError(
      "throttled while fetching credentials", 254,
      "An error occurred (Throttling) when calling the AssumeRole operation: Rate exceeded", "Throttling", "Rate exceeded"),
    ProgramError(
      "a secret that AWS repeats", 254,
      "An error occurred (ClientException) when calling the CreateService operation: Invalid value 'hunter2hunter2' in production",
      "ClientException", "Invalid value '***' in production"),
    ProgramError(
      "no credentials, version 1", 255,
      "Unable to locate credentials. You can configure credentials by running \"aws configure\".\n", "NoCredentials",
      "Unable to locate credentials. You can configure credentials by running \"aws configure\"."),
    ProgramError(
      "no credentials, version 2.34", 253,
      "\naws: [ERROR]: Unable to locate credentials. You can configure credentials by running \"aws login\".\n", "NoCredentials",
      "Unable to locate credentials. You can configure credentials by running \"aws login\"."),
    ProgramError(
      "an unknown profile", 255, "\nThe config profile (nope) could not be found\n", "ProfileMissing",
      "The config profile (nope) could not be found"),
    ProgramError(
      "an expired session", 255,
      "\nError when retrieving token from sso: Token has expired and refresh failed\n", "NoCredentials",
      "Error when retrieving token from sso: Token has expired and refresh failed"),
    ProgramError(
      "a question for an MFA code", 255,
      "/usr/lib/python3/getpass.py:91: GetPassWarning: Can not control echo on the terminal.\nEnter MFA code for arn:aws:iam::1:mfa/me: \n",
      "MFACodeNeeded", "Enter MFA code for arn:aws:iam::1:mfa/me:"),
    ProgramError(
      "an unknown text about credentials", 253, "aws: [ERROR]: The moon is full", "NoCredentials", "The moon is full"),
    ProgramError(
      "no connection", 255, "\nCould not connect to the endpoint URL: \"https://ecs.eu-west-1.amazonaws.com/\"\n", "Unreachable",
      "Could not connect to the endpoint URL: \"https://ecs.eu-west-1.amazonaws.com/\""),
    ProgramError(
      "a lost answer", 255, "\nRead timeout on endpoint URL: \"https://ecs.eu-west-1.amazonaws.com/\"\n", "Unreachable",
      "Read timeout on endpoint URL: \"https://ecs.eu-west-1.amazonaws.com/\"", isCertain: false),
    ProgramError(
      "a closed connection", 255,
      "\nConnection was closed before we received a valid response from endpoint URL: \"https://x/\".\n", "Unreachable",
      "Connection was closed before we received a valid response from endpoint URL: \"https://x/\".", isCertain: false),
    ProgramError(
      "members that the program does not know", 252,
      """

      Parameter validation failed:
      Unknown parameter in input: "monitoring", must be one of: cluster, serviceName
      Unknown parameter in deploymentConfiguration.alarms: "mood", must be one of: alarmNames
      """, "ProgramTooOld",
      "unknown parameter \"monitoring\"; unknown parameter \"deploymentConfiguration.alarms.mood\" (aws-cli/2.9.19 does not know it; a newer AWS command line may)"
    ),
    ProgramError(
      "a value of the wrong type", 255,
      """

      Parameter validation failed:
      Missing required parameter in input: "serviceName"
      Invalid type for parameter environment[0].value, value: a, type: 1, type: <class 'int'>, valid types: <class 'str'>
      Invalid length for parameter clusterName, value: 0, valid min length: 1
      """, "ParamValidation",
      "Missing required parameter in input: \"serviceName\"; Invalid type for parameter environment[0].value, value: ***, type: <class 'int'>, valid types: <class 'str'>; Invalid length for parameter clusterName, value: ***, valid min length: 1"
    ),
    ProgramError(
      "an operation that the program does not know", 252,
      "\nusage: aws [options] <command> <subcommand>\naws: error: argument operation: Invalid choice, valid choices are:\n\na | b\n",
      "ProgramTooOld",
      "there is no command \"ecs create-service\" (aws-cli/2.9.19 does not know it; a newer AWS command line may)"),
    ProgramError(
      "an option that the program does not know", 2, "usage: aws\naws: error: Unknown options: --color=off\n", "ParamValidation",
      "aws: error: Unknown options: --color=off"),
    ProgramError(
      "an input that it cannot read", 255, "\nError parsing parameter 'cli-input-json': Invalid JSON: x\nJSON received: {\"a\n",
      "ParamValidation", "Error parsing parameter 'cli-input-json': Invalid JSON: x"),
    ProgramError(
      "a region that is none", 255, "\nProvided region_name 'eu west' doesn't match a supported format.\n", "ParamValidation",
      "Provided region_name 'eu west' doesn't match a supported format."),
    ProgramError("an unknown text about usage", 252, "aws: error: hm", "ParamValidation", "aws: error: hm"),
    ProgramError("an interrupt", 130, "", "Cancelled", "the aws program was interrupted", isCertain: false),
    ProgramError(
      "a shim without a program", 127, "pyenv: aws: command not found", "ProgramMissing", "pyenv: aws: command not found"),
    ProgramError(
      "a broken installation", 1,
      "Traceback (most recent call last):\n  File \"aws\", line 1\nModuleNotFoundError: No module named 'awscli'", "BadAnswer",
      "the aws program ended with status 1: it failed itself: ModuleNotFoundError: No module named 'awscli'", isCertain: false),
    ProgramError("silence", 1, "", "BadAnswer", "the aws program ended with status 1", isCertain: false),
    ProgramError(
      "an unknown text", 255, "\nsomething\nelse\n", "BadAnswer", "the aws program ended with status 255: something else",
      isCertain: false),
  ]
}

/// What only calls of S3 run into.
@Suite("Errors of S3 calls")
struct ObjectErrorTests {
  private static let put = AWSRequest(
    .s3, "PutObject", ["Bucket": "states", "Key": "staging.json", "Body": "text", "IfNoneMatch": "*"])

  @Test("A program older than conditional writes says which version is needed", arguments: ["IfNoneMatch", "IfMatch"])
  func tooOld(member: String) async throws {
    let program = try FakeProgram(
      """
      if [ "$1" = --version ]; then echo 'aws-cli/2.9.19 Python/3.11.2'; exit; fi
      printf '\\nParameter validation failed:\\nUnknown parameter in input: "\(member)", must be one of: ACL, Body\\n' >&2; exit 252
      """)
    let error = await #expect(throws: AWSError.self) { try await program.call(Self.put) }
    #expect(error?.code == "ProgramTooOld")
    #expect(error?.isCertain == true)
    #expect(
      error?.message
        == "aws 2.9.19 does not know --if-match and --if-none-match of \"s3api put-object\"; "
        + "they are known from 1.36.10 and 2.22.5 on")
  }

  @Test("What the program writes into its file is the body of the answer")
  func body() async throws {
    let program = try FakeProgram(#"for last; do :; done; printf 'grün "x"\n' > "$last"; echo '{"ETag": "\"1\""}'"#)
    let answer = try await program.call(AWSRequest(.s3, "GetObject", ["Bucket": "states", "Key": "staging.json"]))
    #expect(answer["Body"] == "grün \"x\"\n")
    #expect(answer["ETag"] == "\"1\"")
    #expect(try program.files(in: "tmp").isEmpty)
  }
}
