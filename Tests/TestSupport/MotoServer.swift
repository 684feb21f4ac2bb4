package import AWSCommandLine
package import AWSHTTPS
import Foundation
import Platform

/// moto's server, an independent imitation of AWS, and the `aws` program that talks to it: both from `.venv`.
package struct MotoServer: Sendable {
  package var port: Int
  /// Of the network that moto begins with; it refuses services in others.
  package var subnet = ""
  package var securityGroup = ""
  /// The `aws` program without the time that it takes to start; see `Tests/Tools/AWS/warm.py`.
  package var warmProgram = Self.aws

  /// The one that runs for the suite.
  @TaskLocal package static var current: MotoServer?

  private static let root = HelperProcess.root

  /// The `aws` program to test with; `RECONCILE_TEST_AWS` names another one, such as a version 2.
  package static let aws = declaredProgram ?? root + "/.venv/bin/aws"
  private static let declaredProgram = ProcessInfo.processInfo.environment["RECONCILE_TEST_AWS"]

  package static var isInstalled: Bool {
    [aws, root + "/.venv/bin/moto_server", HelperProcess.python].allSatisfy(FileManager.default.isExecutableFile)
  }

  /// The account that moto pretends to be.
  package static let accountId = "123456789012"

  package init(port: Int) { self.port = port }

  package var address: String { "http://127.0.0.1:\(port)" }

  /// For processes that use the server, and nothing of the person who runs the tests.
  package static let credentials = [
    "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_CONFIG_FILE": "/nowhere/config",
    "AWS_SHARED_CREDENTIALS_FILE": "/nowhere/credentials", "AWS_EC2_METADATA_DISABLED": "true",
  ]

  /// A client that reaches nothing but this server, whatever the person who runs the tests has configured.
  /// `program`: another one than that of `.venv`.
  package func client(
    isWarm: Bool = false, program: String? = nil, environment: [String: String?] = [:]
  ) -> AWSCommandLineClient {
    var variables: [String: String?] = ["AWS_SESSION_TOKEN": nil, "AWS_PROFILE": nil]
    variables.merge(Self.credentials) { _, own in own }
    variables.merge(environment) { _, own in own }
    return AWSCommandLineClient(
      region: "eu-west-1", endpoint: address,
      program: program ?? (isWarm && Self.declaredProgram == nil ? warmProgram : Self.aws), environment: variables)
  }

  /// The client that makes its calls itself.
  package var httpsClient: HTTPSClient {
    var variables: [String: String?] = [
      "AWS_SESSION_TOKEN": nil, "AWS_PROFILE": nil, "AWS_ENDPOINT_URL": nil, "http_proxy": nil, "AWS_CA_BUNDLE": nil,
    ]
    variables.merge(Self.credentials) { _, own in own }
    return HTTPSClient(region: "eu-west-1", endpoint: address, variables: ProcessEnvironment(overrides: variables))
  }

  /// Ends with us, however we end: then the server's standard input is closed.
  package static func running(_ work: @escaping @Sendable () async throws -> Void) async throws {
    try await serving(HelperProcess.python) { words, program in
      guard words.count == 3, let port = Int(words[0]) else { throw HelperProcess.DidNotStart() }
      var server = MotoServer(port: port)
      (server.subnet, server.securityGroup, server.warmProgram) = (words[1], words[2], program)
      try await $current.withValue(server, operation: work)
    }
  }

  /// Runs `serve.py` while the work is done, which gets the first line that it prints and the `aws` program that it keeps warm.
  static func serving(
    _ python: String, _ options: [String] = [], _ work: @escaping @Sendable ([String], String) async throws -> Void
  ) async throws {
    try await HelperProcess.running(python: python, ["Tests/Tools/Moto/serve.py"] + options) { line, directory in
      try await work(line.split(whereSeparator: \.isWhitespace).map(String.init), directory + "/aws")
    }
  }
}
