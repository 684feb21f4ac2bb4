import AWS

extension AWSError {
  static func client(_ message: String) -> AWSError { AWSError(code: "ClientException", message: message) }
  static func invalidParameter(_ message: String) -> AWSError {
    AWSError(code: "InvalidParameterException", message: message)
  }
}
