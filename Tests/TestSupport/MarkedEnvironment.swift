package import Diagnostics
package import Loading

/// An environment written in a test, with the places of expected findings marked in its files.
///
/// Findings are compared as lines: `1️⃣ error image-reference: the image of container "web" is no image reference`. A
/// finding at a place without a marker begins with `path:line:column` instead.
///
///     let environment = try MarkedEnvironment(["services/api.json": #"{"desiredCount": 1️⃣-1}"#])
///     #expect(environment.findings == ["1️⃣ error value-out-of-range: …"])
package struct MarkedEnvironment: Sendable {
  private let directory: TemporaryDirectory
  private let markers: [String: Character]
  /// The environment's directory.
  package var path: String { "\(directory.path)/envs/test" }

  /// Files by their path in the environment; `environment.json` is supplied where it is missing.
  package init(_ files: [String: String]) throws {
    directory = try TemporaryDirectory()
    var markers: [String: Character] = [:]
    for (name, marked) in files.merging(["environment.json": Self.environment], uniquingKeysWith: { given, _ in given }) {
      let text = MarkedText(marked)
      try directory.write(text.text, to: "envs/test/\(name)")
      for (marker, place) in text.places { markers["\(name):\(place.line):\(place.column)"] = marker }
    }
    self.markers = markers
  }

  /// Only `environment.json`, with this member beside the provider.
  package init(_ member: String, _ value: String) throws {
    try self.init(["environment.json": #"{"provider": \#(Self.provider), "\#(member)": \#(value)}"#])
  }

  private static let provider = #"{"name": "simulated-aws", "region": "eu-west-1", "accountId": "111111111111"}"#
  private static let environment = #"{"provider": \#(provider)}"#

  package func load(_ policy: Policy? = nil) -> LoadResult {
    EnvironmentLoader(policy: policy).load(path)
  }

  /// Every finding as a line, in file order.
  package var findings: [String] {
    load().diagnostics.map(line)
  }

  package func line(_ diagnostic: Diagnostic) -> String {
    "\(place(of: diagnostic)) \(diagnostic.severity.rawValue) \(diagnostic.code): \(diagnostic.message)"
  }

  private func place(of diagnostic: Diagnostic) -> String {
    guard let location = diagnostic.location else { return "-" }
    let name = location.path.hasPrefix(path + "/") ? String(location.path.dropFirst(path.utf8.count + 1)) : location.path
    guard location.line > 0 else { return name }
    let key = "\(name):\(location.line):\(location.column)"
    return markers[key].map(String.init) ?? key
  }
}
