import AWS
import JSONDocument

/// AWS JSON 1.1: an object in, an object out, times in seconds since 1970 (smithy.io, "AWS JSON 1.1 protocol").
struct JSONWire: Wire {
  private static let contentType = "application/x-amz-json-1.1"

  func success(_ answer: JSON, of request: AWSRequest, id: String) -> WireAnswer {
    WireAnswer(status: 200, contentType: Self.contentType, body: answer.text())
  }

  func failure(_ error: AWSError, id: String) -> WireAnswer {
    let body: JSON = ["__type": .string(error.wireCode), "message": .string(error.message)]
    return WireAnswer(
      status: error.serverStatus ?? 400, contentType: Self.contentType, body: body.text(),
      headers: ["x-amzn-ErrorType": error.wireCode])
  }
}
