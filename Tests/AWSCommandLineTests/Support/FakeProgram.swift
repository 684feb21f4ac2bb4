import AWS
import FoundationEssentials
import JSONDocument

@testable import AWSCommandLine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A shell script that stands in for `aws`, in a directory of its own that goes away with it.
final class FakeProgram: Sendable {
  let directory: String
  var path: String { directory + "/aws" }
  /// Where the script's temporary files and those of the client go.
  var temporary: String { directory + "/tmp" }

  /// `$here` is the directory in the script.
  init(_ script: String) throws {
    directory = FileManager.default.temporaryDirectory.path + "/fake-aws-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: directory + "/tmp", withIntermediateDirectories: true)
    try write("#!/bin/sh\nhere='\(directory)'\n\(script)\n", to: "aws")
    chmod(path, 0o700)
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  func client(
    region: String = "eu-west-1", profile: String? = nil, endpoint: String? = nil, environment: [String: String?] = [:],
    timeout: Duration = .seconds(300), concurrency: Int? = nil
  ) -> AWSCommandLineClient {
    var variables: [String: String?] = [
      "AWS_PROFILE": nil, "AWS_ENDPOINT_URL": nil, "AWS_ENDPOINT_URL_ECS": nil, "TMPDIR": temporary,
    ]
    variables.merge(environment) { _, own in own }
    return AWSCommandLineClient(
      region: region, profile: profile, endpoint: endpoint, program: path, environment: variables, timeout: timeout,
      concurrency: concurrency)
  }

  /// One call, during which the script stays where it is.
  func call(_ request: AWSRequest = .describe) async throws(AWSError) -> JSON { try await client().call(request) }

  func text(of file: String) -> String? {
    FileManager.default.contents(atPath: directory + "/" + file).map { String(decoding: $0, as: UTF8.self) }
  }

  func lines(of file: String) -> [String] {
    (text(of: file) ?? "").split(separator: "\n").map(String.init)
  }

  func files(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory + "/" + folder)
  }

  func write(_ text: String, to file: String) throws {
    try Data(text.utf8).write(to: URL(filePath: directory + "/" + file))
  }
}

extension AWSRequest {
  static let describe = AWSRequest(.ecs, "DescribeServices", ["cluster": "main", "services": ["api"]])
}
