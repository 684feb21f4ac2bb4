import AWS
import FoundationEssentials
import JSONDocument

/// Takes one HTTP request and gives its answer.
struct RequestHandler: Sendable {
  let cloud: ServedCloud
  let hosts: HostRule
  let underWay: CallsUnderWay

  /// Looked for before the body is read.
  func problem(with head: RequestHead) -> HTTPProblem? { hosts.problem(with: head) }

  func answer(_ request: HTTPRequest) async -> WireAnswer {
    await underWay.counting { await carryOut(request) }
  }

  private func carryOut(_ request: HTTPRequest) async -> WireAnswer {
    let id = UUID().uuidString.lowercased()
    let head = request.head
    let scope = CallScope(authorization: head.headers["authorization"])
    let isOfObjects = scope.service == ServedService.objects
    guard isOfObjects || head.method == "POST" else { return Self.page(head) }
    let call =
      isOfObjects
      ? IncomingCall(Self.objectCall(request))
      : IncomingCall(target: head.headers["x-amz-target"], body: request.body, signedFor: scope.service)
    let wire = call.wire
    var answer: WireAnswer
    do throws(AWSError) {
      var request = try call.request.get()
      if request.operation == "GetCallerIdentity" { request.input["AccessKeyId"] = scope.session.map { .string($0) } }
      answer = wire.success(try await cloud.call(request, scope), of: request, id: id)
    } catch {
      answer = wire.failure(error, id: id)
    }
    answer.headers["x-amzn-RequestId"] = id
    return answer
  }

  private static func objectCall(_ request: HTTPRequest) -> ObjectCall {
    let head = request.head
    return ObjectCall(
      method: head.method, path: head.path, query: head.query, headers: head.headers, body: request.body,
      hostBucket: HostRule.bucket(in: head.host))
  }

  /// In the words of the JSON protocol, which most clients can show.
  func answer(to problem: HTTPProblem) -> WireAnswer {
    let code = problem.status == 403 ? "AccessDeniedException" : "SerializationException"
    return WireAnswer(
      status: problem.status, contentType: "application/x-amz-json-1.1",
      body: JSON.members(("__type", .string(code)), ("message", .string("The request was refused: \(problem.reason)."))).text(),
      headers: ["x-amzn-ErrorType": code])
  }

  /// What a browser or a health check sees.
  private static func page(_ head: RequestHead) -> WireAnswer {
    let type = "text/plain; charset=utf-8"
    guard head.method == "GET" || head.method == "HEAD", head.path == "/" else {
      return WireAnswer(status: 405, contentType: type, body: "")
    }
    return WireAnswer(
      status: 200, contentType: type, body: "A simulated AWS. Calls of the AWS API are POST requests to this address.\n")
  }
}
