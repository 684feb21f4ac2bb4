import AWS
import JSONDocument
import Providers

/// Reads what a service answered.
struct AnswerText {
  let request: AWSRequest
  let http: HTTPAnswer

  func read() throws(AWSError) -> JSON {
    guard http.isSuccess else { throw error }
    switch request.service.wireProtocol {
    case .json: return try json()
    case .query:
      return try xml { root in XMLJSON(listItem: "member").json(of: root.children.first { $0.name.hasSuffix("Result") }) }
    case .ec2: return try xml { root in XMLJSON(listItem: "item", names: Self.networkNames).json(of: root) }
    case .objects: return try ObjectText.answer(http, of: request.operation)
    }
  }

  /// Elements of EC2 that are not the member's name with a small letter.
  private static let networkNames = ["subnetSet": "Subnets", "securityGroupInfo": "SecurityGroups", "tagSet": "Tags"]

  /// Operations without an answer send nothing.
  private func json() throws(AWSError) -> JSON {
    guard !http.body.isEmpty else { return [:] }
    guard let document = JSON.parse(http.body).document, document.objectValue != nil else { throw bad("JSON object") }
    return document
  }

  private func xml(_ read: (XMLElement) -> JSON) throws(AWSError) -> JSON {
    guard let root = XMLElement(document: http.body) else { throw bad("XML document") }
    return read(root)
  }

  private func bad(_ what: String) -> AWSError {
    AWSError(
      code: LocalErrorCode.badAnswer, message: "an answer of \(http.body.count) bytes that are no \(what)", isCertain: false)
  }

  // MARK: Errors

  /// What has no code of the API, an error page of a proxy or an answer to HEAD, has the status as its code.
  var error: AWSError {
    let (code, message) = described
    return AWSError(
      code: code ?? String(http.status), message: message ?? "an answer with status \(http.status) and no error of AWS in it")
  }

  private var described: (code: String?, message: String?) {
    if let document = JSON.parse(http.body).document, document.objectValue != nil {
      let code = document["__type"]?.stringValue ?? document["code"]?.stringValue
      let message = document["message"] ?? document["Message"]
      return (Self.plain(code ?? http.headers["x-amzn-errortype"]), message?.stringValue)
    }
    guard let root = XMLElement(document: http.body) else { return (Self.plain(http.headers["x-amzn-errortype"]), nil) }
    let error = root.name == "Error" ? root : Self.first("Error", in: root)
    return (error?.text(of: "Code"), error?.text(of: "Message"))
  }

  /// `com.amazonaws.ecs#ClientException`, `ClientException:http://…` → `ClientException`
  private static func plain(_ code: String?) -> String? {
    guard let code else { return nil }
    let name = code.split(separator: "#").last.map(String.init) ?? code
    return name.split(separator: ":").first.map(String.init)
  }

  private static func first(_ name: String, in element: XMLElement) -> XMLElement? {
    for child in element.children {
      if child.name == name { return child }
      if let found = first(name, in: child) { return found }
    }
    return nil
  }
}

/// XML of the query protocols as JSON. All values are texts, as nothing in it tells their types; a list that is empty and a
/// text that is empty look alike.
struct XMLJSON {
  /// The name of the elements of lists.
  var listItem: String
  var names: [String: String] = [:]

  func json(of element: XMLElement?) -> JSON {
    guard let element else { return [:] }
    guard !element.children.isEmpty else { return .string(element.text) }
    if element.children.allSatisfy({ $0.name == listItem }) { return .array(element.children.map(json)) }
    return .object(JSONObject(element.children.map { JSONObject.Member(key: name(of: $0), value: json(of: $0)) }))
  }

  private func name(of element: XMLElement) -> String {
    names[element.name] ?? element.name.prefix(1).uppercased() + element.name.dropFirst()
  }
}
