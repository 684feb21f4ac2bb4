import AWS
import JSONDocument

/// Writes a call as the request that its service understands, not signed yet.
struct CallText {
  let request: AWSRequest
  let place: Place

  var http: HTTPRequest {
    switch request.service.wireProtocol {
    case .json(let prefix):
      var http = HTTPRequest(scheme: place.scheme, host: place.host, path: path("/"), body: Array(request.input.text().utf8))
      http.set("Content-Type", "application/x-amz-json-1.1")
      http.set("X-Amz-Target", "\(prefix).\(request.operation)")
      return http
    case .query(let version, _): return form(version, FormText(listItem: "member"))
    case .ec2(let version): return form(version, FormText(listItem: nil, names: ["Filters": "Filter", "Values": "Value"]))
    case .objects: return ObjectText(request: request, place: place).http
    }
  }

  private func path(_ path: String) -> String { place.basePath + path }

  private func form(_ version: String, _ text: FormText) -> HTTPRequest {
    let fields = [("Action", request.operation), ("Version", version)] + text.fields(of: request.input)
    let body = fields.map { "\(URLText.encoded($0.0))=\(URLText.encoded($0.1))" }.joined(separator: "&")
    var http = HTTPRequest(scheme: place.scheme, host: place.host, path: path("/"), body: Array(body.utf8))
    http.set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
    return http
  }
}

/// An input as the fields of a form: `Names.member.1=a&Filter.1.Name=b` (smithy.io, "AWS query protocol").
struct FormText {
  /// Stands between a list's name and the number; nil in EC2's protocol.
  var listItem: String?
  /// Names on the wire that are not the member's own.
  var names: [String: String] = [:]

  func fields(of input: JSON) -> [(String, String)] {
    (input.objectValue ?? JSONObject()).flatMap { fields(names[$0.key] ?? $0.key, $0.value) }
  }

  private func fields(_ name: String, _ value: JSON) -> [(String, String)] {
    if let items = value.arrayValue {
      let start = listItem.map { "\(name).\($0)" } ?? name
      return items.enumerated().flatMap { fields("\(start).\($0.offset + 1)", $0.element) }
    }
    if let members = value.objectValue {
      return members.flatMap { fields("\(name).\(names[$0.key] ?? $0.key)", $0.value) }
    }
    return [(name, value.stringValue ?? value.text())]
  }
}
