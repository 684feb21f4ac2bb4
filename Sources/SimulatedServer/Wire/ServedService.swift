import AWS

/// How clients reach a service: the metadata of its model in botocore 1.43.
struct ServedService: Sendable {
  var service: AWSRequest.Service
  /// Before the operation in `X-Amz-Target`; nil for services whose requests are forms.
  var targetPrefix: String?
  /// In the credential scope of signatures.
  var signingName: String
  /// Of services whose requests are forms.
  var apiVersion: String?
  var wire: any Wire

  /// What requests of S3 are signed for.
  static let objects = "s3"

  static let all: [ServedService] = AWSRequest.Service.allCases.compactMap(ServedService.init)

  /// Nil for S3, whose protocol is neither of the two: see `ObjectCall`.
  private init?(_ service: AWSRequest.Service) {
    switch service {
    case .ecs: self = .json(service, "AmazonEC2ContainerServiceV20141113", "ecs")
    case .ecr: self = .json(service, "AmazonEC2ContainerRegistry_V20150921", "ecr")
    case .logs: self = .json(service, "Logs_20140328", "logs")
    case .applicationAutoscaling: self = .json(service, "AnyScaleFrontendService", "application-autoscaling")
    case .secretsmanager: self = .json(service, "secretsmanager", "secretsmanager")
    case .ssm: self = .json(service, "AmazonSSM", "ssm")
    case .sts: self = .query(service, "sts", "2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/")
    case .iam: self = .query(service, "iam", "2010-05-08", "https://iam.amazonaws.com/doc/2010-05-08/")
    case .elbv2:
      self = .query(
        service, "elasticloadbalancing", "2015-12-01", "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/")
    case .s3: return nil
    case .ec2:
      self = ServedService(
        service: service, targetPrefix: nil, signingName: "ec2", apiVersion: "2016-11-15", wire: EC2Wire())
    }
  }

  private init(
    service: AWSRequest.Service, targetPrefix: String?, signingName: String, apiVersion: String?, wire: any Wire
  ) {
    self.service = service
    self.targetPrefix = targetPrefix
    self.signingName = signingName
    self.apiVersion = apiVersion
    self.wire = wire
  }

  private static func json(_ service: AWSRequest.Service, _ targetPrefix: String, _ signingName: String) -> ServedService {
    ServedService(service: service, targetPrefix: targetPrefix, signingName: signingName, apiVersion: nil, wire: JSONWire())
  }

  private static func query(
    _ service: AWSRequest.Service, _ signingName: String, _ version: String, _ namespace: String
  ) -> ServedService {
    ServedService(
      service: service, targetPrefix: nil, signingName: signingName, apiVersion: version, wire: QueryWire(namespace: namespace))
  }
}
