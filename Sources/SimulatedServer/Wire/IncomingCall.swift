import AWS
import JSONDocument

/// A call as it came over the wire: the protocol it is written in, and what it asks for.
struct IncomingCall {
  var wire: any Wire
  /// The error says which service or operation is not known here.
  var request: Result<AWSRequest, AWSError>

  /// `target` is the header `X-Amz-Target`: `AmazonEC2ContainerServiceV20141113.DescribeServices`. Without it the body is
  /// a form: `Action=GetCallerIdentity&Version=2011-06-15`, of the service that the request is signed for.
  init(target: String?, body: [UInt8], signedFor service: String?) {
    if let target {
      wire = JSONWire()
      request = Self.json(target, body)
    } else {
      let form = QueryForm(body)
      let forms = ServedService.all.filter { $0.targetPrefix == nil }
      let found = forms.first { $0.signingName == service } ?? forms.first { $0.apiVersion == form["Version"] }
      wire = found?.wire ?? QueryWire(namespace: "")
      request = Self.query(form, found, signedFor: service)
    }
  }

  init(_ call: ObjectCall) {
    wire = ObjectWire(
      isHead: call.method == "HEAD", ifMatch: call.headers["if-match"], ifNoneMatch: call.headers["if-none-match"])
    request = call.request
  }

  private static func json(_ target: String, _ body: [UInt8]) -> Result<AWSRequest, AWSError> {
    let parts = target.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, let service = ServedService.all.first(where: { $0.targetPrefix == parts[0] }) else {
      return .failure(.unknown("The simulated cloud does not serve \"\(target.prefix(200))\"."))
    }
    guard let input = body.isEmpty ? [:] : JSON.parse(body).document, input.objectValue != nil else {
      return .failure(AWSError(code: "SerializationException", message: "The body of the request is no JSON object."))
    }
    return .success(AWSRequest(service.service, parts[1], input))
  }

  private static func query(
    _ form: QueryForm, _ service: ServedService?, signedFor name: String?
  ) -> Result<AWSRequest, AWSError> {
    guard let action = form["Action"] else {
      let message = "The request names no operation: neither X-Amz-Target nor Action."
      return .failure(AWSError(code: "MissingAction", message: message))
    }
    guard let service else {
      let what = name.map { " of the service \"\($0.prefix(60))\"" } ?? ""
      return .failure(.unknown("The simulated cloud does not serve \"\(action.prefix(200))\"\(what)."))
    }
    return .success(AWSRequest(service.service, action, service.wire.input(form.input)))
  }
}

extension AWSError {
  static func unknown(_ message: String) -> AWSError { AWSError(code: "UnknownOperationException", message: message) }
}
