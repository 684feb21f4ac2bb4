import AWS
import FoundationEssentials
import Subprocess
import Testing

@testable import AWSCommandLine

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// moto's server, an independent imitation of AWS, and the `aws` program that talks to it: both from `.venv`.
struct MotoServer: Sendable {
  var port: Int
  /// Of the network that moto begins with; it refuses services in others.
  var subnet = ""
  var securityGroup = ""
  /// The `aws` program without the time that it takes to start; see `Tests/Moto/serve.py`.
  var warmProgram = Self.aws

  /// The one that runs for the suite.
  @TaskLocal static var current: MotoServer?

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  private static let python = root + "/.venv/bin/python"

  /// The `aws` program to test with; `RECONCILE_TEST_AWS` names another one, such as a version 2.
  static let aws = declaredProgram ?? root + "/.venv/bin/aws"
  private static let declaredProgram = VariableLookup()["RECONCILE_TEST_AWS"]

  static var isInstalled: Bool {
    [aws, root + "/.venv/bin/moto_server", python].allSatisfy(FileManager.default.isExecutableFile)
  }

  /// The account that moto pretends to be.
  static let accountId = "123456789012"

  /// A client that reaches nothing but this server, whatever the person who runs the tests has configured.
  func client(isWarm: Bool = false, environment: [String: String?] = [:]) -> AWSCommandLineClient {
    var variables: [String: String?] = [
      "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_SESSION_TOKEN": nil, "AWS_PROFILE": nil,
      "AWS_CONFIG_FILE": "/nowhere/config", "AWS_SHARED_CREDENTIALS_FILE": "/nowhere/credentials",
      "AWS_EC2_METADATA_DISABLED": "true",
    ]
    variables.merge(environment) { _, own in own }
    return AWSCommandLineClient(
      region: "eu-west-1", endpoint: "http://127.0.0.1:\(port)",
      program: isWarm && Self.declaredProgram == nil ? warmProgram : Self.aws, environment: variables)
  }

  struct DidNotStart: Error {}

  /// Ends with us, however we end: then the server's standard input is closed.
  static func running(_ work: @escaping @Sendable () async throws -> Void) async throws {
    let directory = FileManager.default.temporaryDirectory.path + "/reconcile-moto-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let arguments = Arguments([root + "/Tests/Moto/serve.py", directory])
    _ = try await Subprocess.run(
      .path(FilePath(python)), arguments: arguments, input: .inputWriter, output: .sequence, error: .discarded
    ) { process in
      for try await line in process.standardOutput.strings() {
        let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.count == 3, let port = Int(words[0]) else { break }
        let server = MotoServer(port: port, subnet: words[1], securityGroup: words[2], warmProgram: directory + "/aws")
        try await $current.withValue(server, operation: work)
        return
      }
      throw DidNotStart()
    }
  }
}

/// Runs one server for all tests of a suite.
struct MotoTrait: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await withoutActuallyEscaping(function) { function in try await MotoServer.running(function) }
  }
}

extension Trait where Self == MotoTrait {
  static var moto: MotoTrait { MotoTrait() }
}

/// Everything that runs the real `aws` program against moto.
@Suite(
  "The real aws program and moto",
  .enabled(if: MotoServer.isInstalled, "the aws program and moto are not in .venv; next: run scripts/setup --test-tools"),
  .moto)
struct MotoTests {}
