import AWS
import FlyingFox
import FoundationEssentials
import JSONDocument

/// Takes one HTTP request and gives its answer.
struct RequestHandler: Sendable {
  let cloud: ServedCloud

  /// The largest is the state of an environment of some thousand services.
  private static let bodyLimit = 64 << 20

  func answer(_ request: HTTPRequest) async -> HTTPResponse {
    let id = Self.requestId()
    let scope = CallScope(authorization: request.headers[.authorization])
    let isOfObjects = scope.service == ServedService.objects
    guard isOfObjects || request.method == .POST else { return Self.page(request) }
    let body: [UInt8]
    do {
      body = try await Self.body(of: request)
    } catch {
      return HTTPResponse(statusCode: .payloadTooLarge)
    }
    let call =
      isOfObjects
      ? IncomingCall(Self.objectCall(request, body))
      : IncomingCall(target: request.headers[HTTPHeader("X-Amz-Target")], body: body, signedFor: scope.service)
    let wire = call.wire
    do throws(AWSError) {
      let request = try call.request.get()
      return Self.response(wire.success(try await cloud.call(request, scope), of: request, id: id), id)
    } catch {
      return Self.response(wire.failure(error, id: id), id)
    }
  }

  private static func objectCall(_ request: HTTPRequest, _ body: [UInt8]) -> ObjectCall {
    let headers = request.headers.map { ($0.key.rawValue.lowercased(), $0.value) }
    return ObjectCall(
      method: request.method.rawValue, path: request.path, headers: Dictionary(headers, uniquingKeysWith: { first, _ in first }),
      body: body)
  }

  private struct TooLarge: Error {}

  private static func body(of request: HTTPRequest) async throws -> [UInt8] {
    guard (request.bodySequence.count ?? 0) <= bodyLimit else { throw TooLarge() }
    var bytes: [UInt8] = []
    for try await piece in request.bodySequence {
      bytes += piece
      guard bytes.count <= bodyLimit else { throw TooLarge() }
    }
    return bytes
  }

  private static func response(_ answer: WireAnswer, _ id: String) -> HTTPResponse {
    var headers: HTTPHeaders = [.contentType: answer.contentType, HTTPHeader("x-amzn-RequestId"): id]
    for (name, value) in answer.headers { headers[HTTPHeader(name)] = value }
    return HTTPResponse(
      statusCode: HTTPStatusCode(answer.status, phrase: answer.status == 200 ? "OK" : "Refused"), headers: headers,
      body: Data(answer.body.utf8))
  }

  /// What a browser or a health check sees.
  private static func page(_ request: HTTPRequest) -> HTTPResponse {
    guard request.method == .GET || request.method == .HEAD, request.path == "/" else {
      return HTTPResponse(statusCode: .methodNotAllowed)
    }
    let text = request.method == .HEAD ? "" : "A simulated AWS. Calls of the AWS API are POST requests to this address.\n"
    return HTTPResponse(statusCode: .ok, headers: [.contentType: "text/plain; charset=utf-8"], body: Data(text.utf8))
  }

  private static func requestId() -> String { UUID().uuidString.lowercased() }
}
