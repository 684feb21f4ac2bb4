extension JSON {
  package enum Layout: Sendable {
    /// One line without blanks.
    case compact
    /// Two-space indentation, members in their order.
    case pretty
    /// One line, members ordered by key, numbers in one spelling: equal values give equal text.
    case canonical
  }

  /// The value as JSON text. Strings keep all characters but those JSON must escape.
  package func text(_ layout: Layout = .compact) -> String {
    var writer = JSONWriter(layout: layout)
    writer.write(self, depth: 0)
    return writer.output
  }
}

private struct JSONWriter {
  let layout: JSON.Layout
  var output = ""

  mutating func write(_ json: JSON, depth: Int) {
    switch json.content {
    case .null: output += "null"
    case .bool(let flag): output += flag ? "true" : "false"
    case .number(let number): output += layout == .canonical ? number.canonicalText : number.text
    case .string(let text): write(string: text)
    case .array(let elements):
      write(open: "[", close: "]", count: elements.count, depth: depth) { writer, position in
        writer.write(elements[position], depth: depth + 1)
      }
    case .object(let members):
      let ordered = layout == .canonical ? members.sortedByKey : members
      write(open: "{", close: "}", count: ordered.count, depth: depth) { writer, position in
        writer.write(string: ordered[position].key)
        writer.output += writer.layout == .pretty ? ": " : ":"
        writer.write(ordered[position].value, depth: depth + 1)
      }
    }
  }

  private mutating func write(
    open: String, close: String, count: Int, depth: Int, element: (inout JSONWriter, Int) -> Void
  ) {
    output += open
    for position in 0..<count {
      if position > 0 { output += "," }
      newline(depth: depth + 1)
      element(&self, position)
    }
    if count > 0 { newline(depth: depth) }
    output += close
  }

  private mutating func newline(depth: Int) {
    guard layout == .pretty else { return }
    output += "\n"
    for _ in 0..<depth { output += "  " }
  }

  private mutating func write(string text: String) {
    output += "\""
    let plain = text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C && $0 != 0x7F }
    if plain {
      output += text
    } else {
      for scalar in text.unicodeScalars { write(escaping: scalar) }
    }
    output += "\""
  }

  private mutating func write(escaping scalar: Unicode.Scalar) {
    switch scalar {
    case "\"": output += "\\\""
    case "\\": output += "\\\\"
    case "\n": output += "\\n"
    case "\r": output += "\\r"
    case "\t": output += "\\t"
    default:
      if scalar.value < 0x20 || scalar.value == 0x7F {
        let hex = String(scalar.value, radix: 16)
        output += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      } else {
        output.unicodeScalars.append(scalar)
      }
    }
  }
}
