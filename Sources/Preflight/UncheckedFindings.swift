import Diagnostics
import Providers
import Resources

extension PreflightJudgement {
  /// What nobody could say, once for each kind of question. A warning in any mode: it may all be there.
  var unchecked: [Diagnostic] {
    var failures: [Subject: ProviderError] = [:]
    for (prerequisite, answer) in answers {
      guard case .unknown(let error) = answer else { continue }
      failures[Subject(prerequisite)] = failures[Subject(prerequisite)] ?? error
    }
    let questions: [(ReferenceAnswers, ResourceKind, String)] = [
      (clusters, .cluster, "whether the clusters are there"), (logGroups, .logGroup, "whether the log groups exist"),
      (repositories, .repository, "whether tags can be moved"),
    ]
    for (looked, kind, question) in questions {
      if case .failed(let error) = looked { failures[Subject(kind, question)] = error }
    }
    if case .failed(let error, let kinds) = owners {
      for kind in kinds { failures[Subject(kind, "whether the \(kind.plural) exist")] = error }
    }
    return failures.sorted { $0.key.order < $1.key.order }.map { subject, error in
      let isForbidden = error.kind == .forbidden
      return Diagnostic(
        .warning, "preflight-unchecked", "nobody can say \(subject.question): \(error.operation): \(error.message)",
        fix: isForbidden ? Self.advice(about: error, subject) : "ask again later; -preflight=off asks nothing")
    }
  }

  private static func advice(about error: ProviderError, _ subject: Subject) -> String {
    switch AccessDenial(error.message).cause {
    case .denied(let policy):
      "the \(policy) denies \(subject.permission), and nothing that allows it overrides that: narrow the deny, or use -preflight=off"
    case .limited(let policy): "allow \(subject.permission) in the \(policy) of whoever plans, too"
    case .notAllowed: "allow \(subject.permission) to whoever plans; `reconcile permissions` prints the whole policy"
    }
  }

  /// What could not be found out, and the IAM action that it takes.
  struct Subject: Hashable {
    let order: String
    let question: String
    let permission: String

    private init(_ order: String, _ question: String, _ permission: String) {
      self.order = order
      self.question = question
      self.permission = permission
    }

    init(_ kind: ResourceKind, _ question: String) {
      self.init(kind.plural, question, kind.answers.permission ?? "reading")
    }

    init(_ prerequisite: Prerequisite) {
      switch prerequisite {
      case .caller: self.init("caller", "whose credentials these are", "sts:GetCallerIdentity")
      case .image: self.init("image", "whether the images exist", "ecr:BatchGetImage")
      case .role: self.init("role", "whether the roles exist and can be assumed", "iam:GetRole")
      case .secret: self.init("secret", "whether the secrets exist", "secretsmanager:DescribeSecret")
      case .parameter: self.init("parameter", "whether the parameters exist", "ssm:DescribeParameters")
      case .subnet: self.init("subnet", "whether the subnets exist", "ec2:DescribeSubnets")
      case .securityGroup: self.init("securityGroup", "whether the security groups exist", "ec2:DescribeSecurityGroups")
      case .targetGroup:
        self.init("targetGroup", "whether the target groups exist", "elasticloadbalancing:DescribeTargetGroups")
      }
    }
  }
}
