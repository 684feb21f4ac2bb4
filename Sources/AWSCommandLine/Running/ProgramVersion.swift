import Synchronization

/// What the program calls itself: `aws-cli/2.9.19`. Asked for only when an error needs it, and then once.
final class ProgramVersion: Sendable {
  private let runner: ProgramRunner
  private let known = Mutex<String?>(nil)

  init(_ runner: ProgramRunner) {
    self.runner = runner
  }

  func text() async -> String {
    if let text = known.withLock({ $0 }) { return text }
    // Version 1 printed it to standard error under Python 2.
    let output = try? await runner.run(["--version"])
    let printed = output.map { String(decoding: $0.standardOutput, as: UTF8.self) + $0.standardError } ?? ""
    let words = printed.split(whereSeparator: \.isWhitespace)
    guard let name = words.first(where: { $0.hasPrefix("aws-cli/") }) else { return "this aws program" }
    known.withLock { $0 = String(name) }
    return String(name)
  }
}
