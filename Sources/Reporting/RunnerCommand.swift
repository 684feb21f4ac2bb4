/// A line by which a program steers GitHub's runner: `::error file=app.js,line=1::Missing semicolon`.
///
/// Nothing in its properties or its value ends them early. Source: actions/runner, `ActionCommand.cs`, how both are escaped.
package struct RunnerCommand: Sendable {
  let text: String

  package init(_ name: String, _ properties: [(name: String, value: String)] = [], value: String) {
    let list = properties.map { "\($0.name)=\(Self.escaped($0.value, Self.ofProperties))" }.joined(separator: ",")
    text = "::\(name)\(list.isEmpty ? "" : " " + list)::\(Self.escaped(value, Self.ofValues))"
  }

  private static let ofValues: [Character: String] = ["%": "%25", "\r": "%0D", "\n": "%0A", "\r\n": "%0D%0A"]
  private static let ofProperties = ofValues.merging([":": "%3A", ",": "%2C"]) { old, _ in old }

  private static func escaped(_ text: String, _ escapes: [Character: String]) -> String {
    text.reduce(into: "") { $0 += escapes[$1] ?? String($1) }
  }
}
