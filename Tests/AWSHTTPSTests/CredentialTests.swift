import AWS
import Foundation
import JSONDocument
import Platform
import Providers
import Synchronization
import Testing

@testable import AWSHTTPS

/// Answers by the host and path that are asked, and notes what was asked.
private final class Hosts: HTTPSender {
  private let answers: [String: String]
  private let asked = Mutex<[HTTPRequest]>([])

  init(_ answers: [String: String]) { self.answers = answers }

  var requests: [HTTPRequest] { asked.withLock { $0 } }

  func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPAnswer {
    asked.withLock { $0.append(request) }
    let body = String(decoding: request.body, as: UTF8.self)
    let action = body.split(separator: "&").first { $0.hasPrefix("Action=") }?.dropFirst(7)
    let key = action.map(String.init) ?? "\(request.method) \(request.host)\(request.path)"
    guard let answer = answers[key] else {
      throw HTTPFailure(kind: .unreachable, message: "Could not connect", isCertain: true)
    }
    let status = answer.hasPrefix("!") ? 403 : 200
    return HTTPAnswer(status: status, headers: [:], body: Array(answer.drop { $0 == "!" }.utf8))
  }
}

private struct FixedClock: AWSClock {
  func now() async -> Double { 1_700_000_000 }
  func sleep(for duration: Duration) async {}
}

/// The places where credentials come from, and what is said where they do not.
@Suite("Credentials")
struct CredentialTests {
  private static let role = """
    <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
    <AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
    <Expiration>2033-05-18T03:33:20Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
    """
  private static let byToken = role.replacing("AssumeRole", with: "AssumeRoleWithWebIdentity")
  private static let document = """
    {"AccessKeyId": "ASIAPLACE", "SecretAccessKey": "s", "Token": "t", "Expiration": "2033-05-18T03:33:20Z"}
    """

  /// Finds credentials with nothing but these variables and files. `~` is a folder of its own.
  private func find(
    _ variables: [String: String] = [:], config: String = "", keys: String = "", files: [String: String] = [:],
    profile: String? = nil, answers: [String: String] = [:]
  ) async throws -> (found: Result<Credentials, AWSError>, asked: [HTTPRequest]) {
    let home = FileManager.default.temporaryDirectory.appendingPathComponent("reconcile-home-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: home) }
    for (name, text) in files.merging([".aws/config": config, ".aws/credentials": keys], uniquingKeysWith: { first, _ in first })
    {
      let file = home.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      if name.hasPrefix("bin/") { try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path) }
    }
    var all: [String: String?] = Dictionary(
      uniqueKeysWithValues: ProcessInfo.processInfo.environment.keys.filter { $0.hasPrefix("AWS_") }.map { ($0, nil) })
    all["HOME"] = home.path
    for (name, value) in variables { all[name] = value.replacing("~", with: home.path) }
    let sender = Hosts(answers)
    let environment = ProcessEnvironment(overrides: all)
    let chain = CredentialChain(
      variables: environment, files: SharedConfiguration(environment), region: "eu-west-1", profile: profile, sender: sender,
      sts: { region in Place(host: "sts.\(region).amazonaws.com", signingRegion: region) }, endpoints: Endpoints(),
      clock: FixedClock())
    do throws(AWSError) { return (.success(try await chain.find()), sender.requests) } catch {
      return (.failure(error), sender.requests)
    }
  }

  @Test("variables come first, unless the environment's files name a profile")
  func variables() async throws {
    let variables = ["AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t"]
    let keys =
      "[default]\naws_access_key_id = AKIAFILE\naws_secret_access_key = s\n[other]\naws_access_key_id=AKIAOTHER\naws_secret_access_key=s"
    let first = try await find(variables, keys: keys).found.get()
    #expect(first.accessKey == "AKIAENV" && first.token == "t")
    #expect(try await find(variables, keys: keys, profile: "other").found.get().accessKey == "AKIAOTHER")
    #expect(try await find(keys: keys).found.get().accessKey == "AKIAFILE")
    #expect(try await find(["AWS_PROFILE": "other"], keys: keys).found.get().accessKey == "AKIAOTHER")
  }

  @Test("a role by the keys of another profile is assumed with them")
  func roleByProfile() async throws {
    let config = """
      [profile deploy]
      role_arn = arn:aws:iam::222222222222:role/deploy
      source_profile = base
      external_id = 42
      # a remark
      [profile base]
      aws_access_key_id = AKIABASE
      aws_secret_access_key = s
      """
    let (found, asked) = try await find(config: config, profile: "deploy", answers: ["AssumeRole": Self.role])
    #expect(try found.get().accessKey == "ASIAROLE")
    #expect(try found.get().expiry == 2_000_000_000)
    #expect(asked.count == 1 && asked[0].host == "sts.eu-west-1.amazonaws.com")
    #expect(asked[0].headers.contains { $0.name == "Authorization" && $0.value.contains("AKIABASE/") })
    let body = String(decoding: asked[0].body, as: UTF8.self)
    #expect(body.contains("RoleArn=arn%3Aaws%3Aiam%3A%3A222222222222%3Arole%2Fdeploy") && body.contains("ExternalId=42"))
  }

  @Test("a token gives a role without a signature, by variables and by a profile", arguments: [true, false])
  func token(isByVariables: Bool) async throws {
    let variables = [
      "AWS_WEB_IDENTITY_TOKEN_FILE": "~/token", "AWS_ROLE_ARN": "arn:aws:iam::2:role/ci", "AWS_ROLE_SESSION_NAME": "run-7",
    ]
    let config = "[default]\nrole_arn = arn:aws:iam::2:role/ci\nweb_identity_token_file = /nowhere/token\n"
    let (found, asked) = try await find(
      isByVariables ? variables : [:], config: isByVariables ? "" : config, files: ["token": "jwt\n"],
      answers: ["AssumeRoleWithWebIdentity": Self.byToken])
    guard isByVariables else {
      guard case .failure(let error) = found else {
        Issue.record("a token that is not there")
        return
      }
      #expect(error.code == LocalErrorCode.credentialSettings && error.message.contains("/nowhere/token"))
      return
    }
    #expect(try found.get().accessKey == "ASIAROLE")
    #expect(asked[0].headers.allSatisfy { $0.name != "Authorization" })
    let body = String(decoding: asked[0].body, as: UTF8.self)
    #expect(body.contains("WebIdentityToken=jwt") && body.contains("RoleSessionName=run-7"))
  }

  @Test("a container, a pod and an instance give theirs")
  func places() async throws {
    let task = try await find(
      ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/1"],
      answers: ["GET 169.254.170.2/v2/credentials/1": Self.document])
    #expect(try task.found.get().accessKey == "ASIAPLACE")
    let pod = try await find(
      [
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/v1/credentials",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "~/pod-token",
      ], files: ["pod-token": "abc\n"], answers: ["GET 169.254.170.23/v1/credentials": Self.document])
    #expect(try pod.found.get().accessKey == "ASIAPLACE")
    #expect(pod.asked[0].headers.contains { $0.name == "Authorization" && $0.value == "abc" })
    let folder = "169.254.169.254/latest/meta-data/iam/security-credentials/"
    let instance = try await find(answers: [
      "PUT 169.254.169.254/latest/api/token": "tok", "GET \(folder)": "build", "GET \(folder)build": Self.document,
    ])
    #expect(try instance.found.get().origin == "the instance's role build")
    #expect(instance.asked[1].headers.contains { $0.name == "X-aws-ec2-metadata-token" && $0.value == "tok" })
  }

  @Test("single sign-on takes the newest token that has not ended")
  func signOn() async throws {
    let config = """
      [profile team]
      sso_session = corp
      sso_account_id = 222222222222
      sso_role_name = Deploy
      [sso-session corp]
      sso_start_url = https://corp.awsapps.com/start
      sso_region = eu-central-1
      """
    func cached(_ token: String, _ end: String) -> String {
      #"{"startUrl": "https://corp.awsapps.com/start", "accessToken": "\#(token)", "expiresAt": "\#(end)"}"#
    }
    let answer =
      #"{"roleCredentials": {"accessKeyId": "ASIASSO", "secretAccessKey": "s", "sessionToken": "t", "expiration": 2000000000000}}"#
    let answers = ["GET portal.sso.eu-central-1.amazonaws.com/federation/credentials": answer]
    let (found, asked) = try await find(
      config: config,
      files: [
        ".aws/sso/cache/a.json": cached("old", "2023-01-01T00:00:00Z"),
        ".aws/sso/cache/b.json": cached("new", "2033-01-01T00:00:00UTC"),
      ],
      profile: "team", answers: answers)
    #expect(try found.get().accessKey == "ASIASSO" && found.get().expiry == 2_000_000_000)
    #expect(asked[0].headers.contains { $0.name == "x-amz-sso_bearer_token" && $0.value == "new" })
    let ended = try await find(
      config: config, files: [".aws/sso/cache/a.json": cached("old", "2023-01-01T00:00:00Z")], profile: "team", answers: answers)
    guard case .failure(let error) = ended.found else {
      Issue.record("a token that has ended")
      return
    }
    #expect(error.message.contains("aws sso login --profile team") && ended.asked.isEmpty)
  }

  @Test("the program of a profile is run without a shell")
  func program() async throws {
    let printed = #"{"Version": 1, "AccessKeyId": "ASIAPROC", "SecretAccessKey": "s", "SessionToken": "t"}"#
    let config = "[default]\ncredential_process = /bin/echo '\(printed)'\n"
    #expect(try await find(config: config).found.get().accessKey == "ASIAPROC")
    let bad = try await find(config: "[default]\ncredential_process = /bin/echo $(id)\n").found
    guard case .failure(let error) = bad else {
      Issue.record("no JSON was printed")
      return
    }
    #expect(error.code == LocalErrorCode.credentialSettings)
  }

  /// Prints credentials for a profile only, and says in its key which one and whether keys of variables reached it.
  private static let exporting = """
    #!/bin/sh
    [ "$*" = "configure export-credentials --format process" ] || exit 252
    [ -n "$AWS_PROFILE" ] || exit 255
    printf '{"Version": 1, "AccessKeyId": "%s-%s", "SecretAccessKey": "s", "SessionToken": "t",' \
      "$AWS_PROFILE" "$AWS_ACCESS_KEY_ID"
    printf ' "Expiration": "2033-05-18T03:33:20Z"}'
    """

  @Test(
    "what only aws knows how to get is asked of it, by name of the profile and without other keys",
    arguments: [
      "mfa_serial = arn:aws:iam::1:mfa/me\nrole_arn = r\nsource_profile = team", "login_session = arn:aws:iam::1:user/me",
    ])
  func exported(lines: String) async throws {
    let variables = [
      "PATH": "~/bin:/usr/bin:/bin", "AWS_ACCESS_KEY_ID": "AKIAOTHER", "AWS_SECRET_ACCESS_KEY": "s",
    ]
    let found = try await find(
      variables, config: "[profile team]\n\(lines)\n", files: ["bin/aws": Self.exporting], profile: "team"
    ).found.get()
    #expect(found.accessKey == "team-" && found.expiry == 2_000_000_000)
    #expect(found.origin == "aws configure export-credentials of profile \"team\"")
  }

  @Test(
    "what does not work is said with what to look at",
    arguments: [
      ("", [:], "deploy", LocalErrorCode.profileMissing, "deploy"),
      ("[default]\naws_access_key_id = A\n", [:], nil, LocalErrorCode.credentialSettings, "aws_secret_access_key"),
      ("[profile a]\nrole_arn = r\nsource_profile = b\n", [:], "a", LocalErrorCode.profileMissing, "\"b\""),
      ("[profile a]\nrole_arn = r\n", [:], "a", LocalErrorCode.credentialSettings, "credential_source"),
      (
        "[profile a]\nrole_arn = r\nsource_profile = b\n[profile b]\nrole_arn = r\nsource_profile = a\n", [:], "a",
        LocalErrorCode.credentialSettings, "Infinite loop"
      ),
      ("[profile a]\nrole_arn = r\nsource_profile = a\nmfa_serial = m\n", [:], "a", LocalErrorCode.codeNeeded, "MFA"),
      ("", ["AWS_ACCESS_KEY_ID": "A"], nil, LocalErrorCode.credentialSettings, "AWS_SECRET_ACCESS_KEY"),
      ("", ["AWS_EC2_METADATA_DISABLED": "true"], nil, LocalErrorCode.noCredentials, "AWS_ACCESS_KEY_ID"),
      ("", ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://example.com/x"], nil, LocalErrorCode.credentialSettings, "example.com"),
    ] as [(String, [String: String], String?, String, String)])
  func failures(config: String, variables: [String: String], profile: String?, code: String, words: String) async throws {
    guard case .failure(let error) = try await find(variables, config: config, profile: profile).found else {
      Issue.record("there should be no credentials")
      return
    }
    #expect(error.code == code && error.message.contains(words), "\(error)")
  }

  @Test("a role that is refused says so, and not what the environment asked for")
  func refused() async throws {
    let answer = "!<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"
    let config = "[default]\nrole_arn = r\nsource_profile = default\naws_access_key_id = A\naws_secret_access_key = s\n"
    guard case .failure(let error) = try await find(config: config, answers: ["AssumeRole": answer]).found else {
      Issue.record("the role was refused")
      return
    }
    #expect(error.code == LocalErrorCode.roleRefused && error.message == "AssumeRole: AccessDenied: no")
  }
}
