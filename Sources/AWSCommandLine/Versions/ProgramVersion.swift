import Synchronization

/// What the program calls itself: `aws-cli/2.9.19`. Asked for only when somebody needs it, and then once.
final class ProgramVersion: Sendable {
  private let runner: ProgramRunner
  private let known = Mutex<String?>(nil)

  init(_ runner: ProgramRunner) {
    self.runner = runner
  }

  func text() async -> String {
    await name() ?? "this aws program"
  }

  /// Nil when it does not say.
  func release() async -> Release? {
    await name().flatMap { Release($0.dropFirst(Self.prefix.count)) }
  }

  private static let prefix = "aws-cli/"

  private func name() async -> String? {
    if let name = known.withLock({ $0 }) { return name }
    // Version 1 printed it to standard error under Python 2.
    let output = try? await runner.run(ProgramCall(arguments: ["--version"]))
    let printed = output.map { String(decoding: $0.standardOutput, as: UTF8.self) + $0.standardError } ?? ""
    let words = printed.split(whereSeparator: \.isWhitespace)
    let name = words.first { $0.hasPrefix(Self.prefix) }.map(String.init)
    known.withLock { $0 = $0 ?? name }
    return name
  }
}
