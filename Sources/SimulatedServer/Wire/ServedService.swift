import AWS

/// A service as the server knows its requests: by the target that they name, or by what they are signed for.
struct ServedService: Sendable {
  var service: AWSRequest.Service
  /// Before the operation in `X-Amz-Target`; nil for services whose requests are forms.
  var targetPrefix: String?
  /// Of services whose requests are forms.
  var apiVersion: String?
  var wire: any Wire

  /// In the credential scope of signatures.
  var signingName: String { service.signingName }

  /// What requests of S3 are signed for.
  static let objects = AWSRequest.Service.s3.signingName

  static let all: [ServedService] = AWSRequest.Service.allCases.compactMap(ServedService.init)

  /// Nil for S3, whose protocol is neither of the two: see `ObjectCall`.
  private init?(_ service: AWSRequest.Service) {
    self.service = service
    switch service.wireProtocol {
    case .json(let prefix): (targetPrefix, apiVersion, wire) = (prefix, nil, JSONWire())
    case .query(let version, let namespace): (targetPrefix, apiVersion, wire) = (nil, version, QueryWire(namespace: namespace))
    case .ec2(let version): (targetPrefix, apiVersion, wire) = (nil, version, EC2Wire())
    case .objects: return nil
    }
  }
}
