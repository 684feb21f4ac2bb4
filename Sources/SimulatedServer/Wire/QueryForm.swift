import AWS
import JSONDocument

/// The body of a query request: `Action=DescribeX&Names.member.1=a&Filters.1.Name=b`.
struct QueryForm {
  private var fields: [(name: String, value: String)] = []

  init(_ body: [UInt8]) {
    for pair in body.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      fields.append((Self.text(parts[0]), parts.count == 2 ? Self.text(parts[1]) : ""))
    }
  }

  subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

  /// The input without the names of operation and version. Numbered members become lists; all values are text, as the
  /// form does not tell their types.
  var input: JSON {
    var root = Node()
    for (name, value) in fields where name != "Action" && name != "Version" {
      root.put(value, at: name.split(separator: ".").map(String.init)[...])
    }
    return root.json
  }

  private struct Node {
    var value: String?
    var members: [(name: String, node: Node)] = []

    mutating func put(_ text: String, at path: ArraySlice<String>) {
      guard let first = path.first else {
        value = text
        return
      }
      // `member` is only the wire's word for "in this list".
      if first == "member", path.count > 1 { return put(text, at: path.dropFirst()) }
      if let position = members.firstIndex(where: { $0.name == first }) {
        members[position].node.put(text, at: path.dropFirst())
      } else {
        var node = Node()
        node.put(text, at: path.dropFirst())
        members.append((first, node))
      }
    }

    var json: JSON {
      if let value { return .string(value) }
      let numbered = members.compactMap { member in Int(member.name).map { (number: $0, node: member.node) } }
      if !members.isEmpty, numbered.count == members.count {
        return .array(numbered.sorted { $0.number < $1.number }.map(\.node.json))
      }
      return .object(JSONObject(members.map { JSONObject.Member(key: $0.name, value: $0.node.json) }))
    }
  }

  private static func text(_ bytes: some Collection<UInt8>) -> String {
    String(decoding: PercentText.decoded(bytes, plusIsSpace: true), as: UTF8.self)
  }
}
