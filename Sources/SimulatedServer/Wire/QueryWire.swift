import AWS
import JSONDocument

/// The query protocol: a form in, XML out (smithy.io, "AWS query protocol").
struct QueryWire: Wire {
  var namespace: String

  func success(_ answer: JSON, of request: AWSRequest, id: String) -> WireAnswer {
    let name = request.operation
    let body =
      "<\(name)Response xmlns=\"\(namespace)\"><\(name)Result>\(XMLText.members(of: answer, listItem: "member"))</\(name)Result>"
      + "<ResponseMetadata><RequestId>\(id)</RequestId></ResponseMetadata></\(name)Response>"
    return WireAnswer(status: 200, contentType: "text/xml", body: body)
  }

  func failure(_ error: AWSError, id: String) -> WireAnswer {
    let type = error.serverStatus == nil ? "Sender" : "Receiver"
    let body =
      "<ErrorResponse xmlns=\"\(namespace)\"><Error><Type>\(type)</Type><Code>\(XMLText.escaped(error.wireCode))</Code>"
      + "<Message>\(XMLText.escaped(error.message))</Message></Error><RequestId>\(id)</RequestId></ErrorResponse>"
    return WireAnswer(status: error.serverStatus ?? Self.status(error.code), contentType: "text/xml", body: body)
  }

  static func status(_ code: String) -> Int {
    switch code {
    case "NoSuchEntity": 404
    case "AccessDenied", "AccessDeniedException", "InvalidClientTokenId", "ExpiredToken": 403
    default: 400
    }
  }
}

/// JSON written as XML, in the ways of the query protocols.
enum XMLText {
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      // Other control characters have no place in XML 1.0.
      case "\u{0}"..<" " where !["\t", "\n", "\r"].contains(scalar): result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// `naming` gives the element's name for a member; lists hold elements named `listItem`.
  static func members(of object: JSON, listItem: String, naming: (String) -> String = { $0 }) -> String {
    (object.objectValue.map(Array.init) ?? []).map { member in
      let name = naming(member.key)
      return "<\(name)>\(content(of: member.value, listItem: listItem, naming: naming))</\(name)>"
    }.joined()
  }

  private static func content(of value: JSON, listItem: String, naming: (String) -> String) -> String {
    if let items = value.arrayValue {
      return items.map { "<\(listItem)>\(content(of: $0, listItem: listItem, naming: naming))</\(listItem)>" }.joined()
    }
    if value.objectValue != nil { return members(of: value, listItem: listItem, naming: naming) }
    return escaped(value.stringValue ?? value.text())
  }
}
