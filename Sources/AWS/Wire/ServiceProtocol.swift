/// How the requests of a service are written: the metadata of its model in botocore 1.43.
package enum ServiceProtocol: Sendable, Equatable {
  /// An object in, an object out. The header `X-Amz-Target` is `PREFIX.OPERATION`.
  case json(targetPrefix: String)
  /// A form in, XML out.
  case query(version: String, namespace: String)
  /// The same with names of its own.
  case ec2(version: String)
  /// Paths, headers and bodies.
  case objects
}

extension AWSRequest.Service {
  package var wireProtocol: ServiceProtocol {
    switch self {
    case .ecs: .json(targetPrefix: "AmazonEC2ContainerServiceV20141113")
    case .ecr: .json(targetPrefix: "AmazonEC2ContainerRegistry_V20150921")
    case .logs: .json(targetPrefix: "Logs_20140328")
    case .applicationAutoscaling: .json(targetPrefix: "AnyScaleFrontendService")
    case .kms: .json(targetPrefix: "TrentService")
    case .secretsmanager: .json(targetPrefix: "secretsmanager")
    case .ssm: .json(targetPrefix: "AmazonSSM")
    case .sts: .query(version: "2011-06-15", namespace: "https://sts.amazonaws.com/doc/2011-06-15/")
    case .iam: .query(version: "2010-05-08", namespace: "https://iam.amazonaws.com/doc/2010-05-08/")
    case .elbv2:
      .query(version: "2015-12-01", namespace: "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/")
    case .ec2: .ec2(version: "2016-11-15")
    case .s3: .objects
    }
  }

  /// In the credential scope of signatures.
  package var signingName: String { self == .elbv2 ? "elasticloadbalancing" : rawValue }

  /// The service's id in the model, as variables spell it: `AWS_ENDPOINT_URL_ECS`.
  package var modelName: String {
    switch self {
    case .ecs: "ECS"
    case .ecr: "ECR"
    case .logs: "CLOUDWATCH_LOGS"
    case .s3: "S3"
    case .sts: "STS"
    case .applicationAutoscaling: "APPLICATION_AUTO_SCALING"
    case .kms: "KMS"
    case .iam: "IAM"
    case .secretsmanager: "SECRETS_MANAGER"
    case .ssm: "SSM"
    case .ec2: "EC2"
    case .elbv2: "ELASTIC_LOAD_BALANCING_V2"
    }
  }
}
