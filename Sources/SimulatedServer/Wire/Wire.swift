import AWS
import JSONDocument

/// A protocol of AWS: how answers and errors are written.
protocol Wire: Sendable {
  /// What a form means; `form` has the names of the wire.
  func input(_ form: JSON) -> JSON
  func success(_ answer: JSON, of request: AWSRequest, id: String) -> WireAnswer
  func failure(_ error: AWSError, id: String) -> WireAnswer
}

extension Wire {
  func input(_ form: JSON) -> JSON { form }
}

struct WireAnswer: Sendable, Equatable {
  var status: Int
  var contentType: String
  var body: String
  var headers: [String: String] = [:]
}

extension AWSError {
  /// What never is an answer of AWS stands for a service that failed inside.
  var wireCode: String { isUnreachable ? "InternalFailure" : code }

  /// Failures of the service are 5xx, all else is the caller's.
  var serverStatus: Int? {
    switch wireCode {
    case "ServerException", "InternalFailure", "InternalServerError", "InternalServiceException", "500": 500
    case "ServiceUnavailable", "ServiceUnavailableException", "503": 503
    default: nil
    }
  }
}
