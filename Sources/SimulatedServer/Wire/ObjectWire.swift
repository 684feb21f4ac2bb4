import AWS
import JSONDocument

/// How S3 answers: objects as they are with their facts in headers, errors in XML (Amazon S3 API reference, "Error
/// responses").
struct ObjectWire: Wire {
  /// Of HEAD, whose answers have no body, errors neither.
  var isHead: Bool

  func success(_ answer: JSON, of request: AWSRequest, id: String) -> WireAnswer {
    let body = isHead ? "" : answer["Body"]?.stringValue ?? ""
    var wire = WireAnswer(
      status: request.operation == "DeleteObject" ? 204 : 200,
      contentType: answer["ContentType"]?.stringValue ?? "application/xml", body: body)
    for name in ["ETag", "Location"] { wire.headers[name] = answer[name]?.stringValue }
    if isHead, let length = answer["ContentLength"]?.intValue { wire.headers["Content-Length"] = "\(length)" }
    let time = answer["LastModified"]?.numberValue.flatMap { Double($0.text) }
    wire.headers["Last-Modified"] = time.flatMap(HTTPDate.text)
    return wire
  }

  func failure(_ error: AWSError, id: String) -> WireAnswer {
    let status = Self.status(of: error)
    let text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>\(XMLText.escaped(error.wireCode))</Code>"
      + "<Message>\(XMLText.escaped(error.message))</Message><RequestId>\(id)</RequestId></Error>"
    return WireAnswer(status: status, contentType: "application/xml", body: isHead || status == 304 ? "" : text)
  }

  private static func status(of error: AWSError) -> Int {
    switch error.code {
    case "NoSuchBucket", "NoSuchKey": 404
    case "BucketAlreadyOwnedByYou", "ConditionalRequestConflict": 409
    case "PreconditionFailed": 412
    case "NotImplemented": 501
    // What a client makes of an answer without a body.
    case "304", "404", "412": Int(error.code) ?? 400
    default: error.serverStatus ?? QueryWire.status(error.code)
    }
  }
}
