import Foundation
import TestSupport
import Testing

/// A workplace with a server of a simulated cloud, and commands that reach it through the real `aws` program.
///
/// Needs the `aws` program of a suite with the trait `.warmAWS`.
struct ServedCloud {
  var place: Workplace
  let port: Int
  let greeting: String
  private let process: Int

  /// - `file`: of the cloud, in the workplace.
  /// - `speed`: of its time, and of the waits of `reconcile`.
  init(environments: URL, file: String = "cloud.sqlite", speed: Int) throws {
    place = try Workplace(environments: environments)
    try Data(Self.serving(file, speed).utf8).write(to: URL(fileURLWithPath: place.file("serve.sh")))
    let started = try place.run(
      """
      bash serve.sh
      for n in $(seq 600); do [ -s server.txt ] && break; sleep 0.05; done
      cat server.pid server.txt; rm -f serve.sh
      """, scrubs: false)
    process = Int(started.output.first ?? "") ?? 0
    greeting = started.output.last ?? ""
    port = greeting.firstMatch(of: /127\.0\.0\.1:(\d+)/).flatMap { Int($0.1) } ?? 0
    #expect(port > 0, "\(started.output)")
    place.searched = [try #require(WarmAWS.current).directory]
    place.variables = [
      "AWS_ENDPOINT_URL": "http://127.0.0.1:\(port)", "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing",
      "AWS_EC2_METADATA_DISABLED": "true", "RECONCILE_CLOUD_SPEED": "\(speed)",
    ]
  }

  /// What a server inherits and keeps open would keep those waiting who wait for the command that started it: pipes, and
  /// the socket by which `Process` sees an end.
  private static func serving(_ file: String, _ speed: Int) -> String {
    """
    for file in /proc/$$/fd/*; do
      number=${file##*/}
      if [ "$number" -gt 2 ] && [ "$number" -ne 255 ]; then eval "exec $number>&-"; fi
    done
    mkdir -p "$(dirname \(file))"
    (
      sh -c 'echo $$ > server.pid; exec reconcile simulate -listen 127.0.0.1:0 -cloud \(file) -speed \(speed)' \
        > server.txt 2>&1 < /dev/null
      echo $? > server.status
    ) > /dev/null 2>&1 &
    """
  }

  func run(_ command: String) throws -> (text: String, status: Int32) {
    let answer = try place.run(command)
    return (answer.output.joined(separator: "\n"), answer.exitCode)
  }

  func stop() {
    _ = try? stop("TERM")
    place.remove()
  }

  /// The exit status that the server ends with.
  @discardableResult
  func stop(_ signal: String) throws -> String {
    let answer = try place.run(
      "kill -\(signal) \(process); for n in $(seq 600); do [ -s server.status ] && break; sleep 0.05; done; cat server.status")
    return answer.output.joined()
  }
}

/// Keeps one `aws` program warm for all tests of a suite.
struct WarmAWSTrait: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await withoutActuallyEscaping(function) { function in try await WarmAWS.running(function) }
  }
}

extension Trait where Self == WarmAWSTrait {
  static var warmAWS: WarmAWSTrait { WarmAWSTrait() }
}
