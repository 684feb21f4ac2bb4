import Diagnostics
import Providers

extension PreflightJudgement {
  /// What nobody could say, once for each kind of question. A warning in any mode: it may all be there.
  var unchecked: [Diagnostic] {
    var failures: [Subject: ProviderError] = [:]
    for (prerequisite, answer) in answers {
      guard case .unknown(let error) = answer else { continue }
      failures[Subject(prerequisite)] = failures[Subject(prerequisite)] ?? error
    }
    for (subject, looked) in [(Subject.cluster, clusters), (.logGroup, logGroups), (.repository, repositories)] {
      if case .failed(let error) = looked { failures[subject] = error }
    }
    return failures.sorted { $0.key.rawValue < $1.key.rawValue }.map { subject, error in
      let isForbidden = error.kind == .forbidden
      return Diagnostic(
        .warning, "preflight-unchecked", "nobody can say \(subject.question): \(error.operation): \(error.message)",
        fix: isForbidden
          ? "allow \(subject.permission) to whoever plans; `reconcile permissions` prints the whole policy"
          : "ask again later; -preflight=off asks nothing")
    }
  }

  enum Subject: String, Hashable {
    case caller, cluster, image, logGroup, parameter, repository, role, secret, securityGroup, subnet, targetGroup

    init(_ prerequisite: Prerequisite) {
      switch prerequisite {
      case .caller: self = .caller
      case .image: self = .image
      case .role: self = .role
      case .secret: self = .secret
      case .parameter: self = .parameter
      case .subnet: self = .subnet
      case .securityGroup: self = .securityGroup
      case .targetGroup: self = .targetGroup
      }
    }

    var question: String {
      switch self {
      case .caller: "whose credentials these are"
      case .cluster: "whether the clusters are there"
      case .image: "whether the images exist"
      case .logGroup: "whether the log groups exist"
      case .parameter: "whether the parameters exist"
      case .repository: "whether tags can be moved"
      case .role: "whether the roles exist and can be assumed"
      case .secret: "whether the secrets exist"
      case .securityGroup: "whether the security groups exist"
      case .subnet: "whether the subnets exist"
      case .targetGroup: "whether the target groups exist"
      }
    }

    var permission: String {
      switch self {
      case .caller: "sts:GetCallerIdentity"
      case .cluster: "ecs:DescribeClusters"
      case .image: "ecr:BatchGetImage"
      case .logGroup: "logs:DescribeLogGroups"
      case .parameter: "ssm:DescribeParameters"
      case .repository: "ecr:DescribeRepositories"
      case .role: "iam:GetRole"
      case .secret: "secretsmanager:DescribeSecret"
      case .securityGroup: "ec2:DescribeSecurityGroups"
      case .subnet: "ec2:DescribeSubnets"
      case .targetGroup: "elasticloadbalancing:DescribeTargetGroups"
      }
    }
  }
}
