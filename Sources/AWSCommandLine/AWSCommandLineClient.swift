package import AWS
package import JSONDocument
import Platform
package import Providers
import Resources
import Secrets

/// Calls the AWS API by running the `aws` program (version 1 or 2), one process for each call.
///
/// Credentials, profiles, proxies and endpoints are those that the program finds in its environment and configuration, so
/// whatever works for `aws` in this shell works here. The input goes in through nameless files and never stands in an
/// argument; nothing is passed through a shell; no process outlives the call that started it. Like every client it tries
/// nothing again: that is done in `AWS`, so the program's own retries are switched off.
package struct AWSCommandLineClient: RemoteClient {
  private let commandLine: CommandLine
  private let runner: ProgramRunner
  private let version: ProgramVersion
  package let clock: any AWSClock

  /// - `profile`, `endpoint`: when nil, what the environment and the configuration of `aws` say.
  /// - `program`: a name to look for on the PATH, or a path.
  /// - `environment`: variables set, or with nil removed, on top of this process's own.
  /// - `timeout`: of one call; the program and everything it started is killed then.
  /// - `concurrency`: how many processes may run at a time; twice the number of cores when nil.
  /// - `speed`: seconds of the cloud's time in one of ours; see `reachesThisMachineOnly` before it is anything but 1.
  package init(
    region: String, profile: String? = nil, endpoint: String? = nil, program: String = "aws",
    environment: [String: String?] = [:], timeout: Duration = .seconds(120), concurrency: Int? = nil,
    speed: Double = 1
  ) {
    commandLine = CommandLine(
      region: region, profile: profile, endpoint: endpoint, variables: ProcessEnvironment(overrides: environment))
    runner = ProgramRunner(
      program: program, variables: environment.merging(CommandLine.fixedVariables) { _, fixed in fixed }, timeout: timeout,
      limit: ProcessLimit(concurrency ?? 2 * ProgramRunner.coreCount))
    version = ProgramVersion(runner)
    clock = MachineClock(speed: speed)
  }

  package var reachesThisMachineOnly: Bool { commandLine.endpoint(of: .ecs).map(Endpoint.isLoopback) ?? false }

  /// By our list of what the program learned when. The program is asked for its version only when there is something young in
  /// the calls; of a version that it does not say, nothing is said here either.
  package func unknownToProgram(in requests: [AWSRequest]) async -> [[UnknownToProgram]] {
    let young = requests.map(CLISupportTable.known.parts)
    guard young.contains(where: { !$0.isEmpty }), let release = await version.release() else { return requests.map { _ in [] } }
    return zip(requests, young).map { request, parts in
      parts.filter { !$0.first.isKnown(to: release) }.map { part in
        UnknownToProgram(
          program: "aws \(release)", operation: request.operation, member: part.member, knownFrom: part.first.versions)
      }
    }
  }

  package func call(_ request: AWSRequest) async throws(AWSError) -> JSON {
    if let refusal = commandLine.optionCheck(for: request.service).refusal { throw refusal }
    let call = commandLine.call(for: request)
    let output: ProgramOutput
    do throws(ProgramFailure) {
      output = try await runner.run(call)
    } catch {
      throw AWSError(error, program: runner.program)
    }
    guard output.isSuccess else {
      throw await AWSError(output, request: request, version: version).masking(SecretTexts(of: request.input))
    }
    var answer = try answer(in: output)
    if call.collectsFile { answer["Body"] = try Self.body(of: output) }
    return answer
  }

  private static func body(of output: ProgramOutput) throws(AWSError) -> JSON {
    guard let bytes = output.file, let text = String(validating: bytes, as: UTF8.self) else {
      throw AWSError(code: LocalErrorCode.badAnswer, message: "the object is not a text in UTF-8")
    }
    return .string(text)
  }

  /// Operations without an answer print nothing.
  private func answer(in output: ProgramOutput) throws(AWSError) -> JSON {
    guard output.standardOutput.contains(where: { !$0.isASCIIWhitespace }) else { return [:] }
    guard let document = JSON.parse(output.standardOutput).document, document.objectValue != nil else {
      let count = output.standardOutput.count
      throw AWSError(
        code: LocalErrorCode.badAnswer, message: "the aws program printed \(count) bytes that are no JSON object",
        isCertain: false)
    }
    return document
  }
}

extension UInt8 {
  fileprivate var isASCIIWhitespace: Bool { [0x20, 0x09, 0x0A, 0x0D].contains(self) }
}

extension AWSError {
  /// Without the secrets of the request, should the message repeat them.
  fileprivate func masking(_ secrets: SecretTexts) -> AWSError {
    AWSError(code: code, message: secrets.masking(message), isCertain: isCertain)
  }
}
