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
  let port: Int

  /// The one that runs for the suite.
  @TaskLocal static var current: MotoServer?

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  private static let python = root + "/.venv/bin/python"

  /// The `aws` program to test with; `RECONCILE_TEST_AWS` names another one, such as a version 2.
  static let aws = VariableLookup()["RECONCILE_TEST_AWS"] ?? root + "/.venv/bin/aws"

  static var isInstalled: Bool {
    [aws, root + "/.venv/bin/moto_server", python].allSatisfy(FileManager.default.isExecutableFile)
  }

  /// The account that moto pretends to be.
  static let accountId = "123456789012"

  /// A client that reaches nothing but this server, whatever the person who runs the tests has configured.
  func client(region: String = "eu-west-1", environment: [String: String?] = [:]) -> AWSCommandLineClient {
    var variables: [String: String?] = [
      "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_SESSION_TOKEN": nil, "AWS_PROFILE": nil,
      "AWS_CONFIG_FILE": "/nowhere/config", "AWS_SHARED_CREDENTIALS_FILE": "/nowhere/credentials",
      "AWS_EC2_METADATA_DISABLED": "true",
    ]
    variables.merge(environment) { _, own in own }
    return AWSCommandLineClient(
      region: region, endpoint: "http://127.0.0.1:\(port)", program: Self.aws, environment: variables)
  }

  /// Picks its own free port and ends with us, however we end: then its standard input is closed.
  private static let script = """
    import os, sys, threading
    from moto.server import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server
    server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True)
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    print(server.server_port, flush=True)
    server.serve_forever()
    """

  struct DidNotStart: Error {}

  static func running(_ work: @escaping @Sendable () async throws -> Void) async throws {
    _ = try await Subprocess.run(
      .path(FilePath(python)), arguments: ["-c", script], input: .inputWriter, output: .sequence, error: .discarded
    ) { server in
      for try await line in server.standardOutput.strings() {
        guard let port = Int(line.filter(\.isNumber)) else { break }
        try await $current.withValue(MotoServer(port: port), operation: work)
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
