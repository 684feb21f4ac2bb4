import APIModel
import AWS
import JSONDocument

/// One operation of the API: what its input looks like, and what it does inside a transaction.
struct Operation: Sendable {
  enum Access: Sendable {
    case reads, writes
  }

  let access: Access
  private(set) var shape: InputShape
  var dialect = InputCheck.Dialect.firstProblem
  let perform: @Sendable (Call, JSON) throws(AWSError) -> JSON

  static func reads(
    _ shape: String, _ perform: @escaping @Sendable (Call, JSON) throws(AWSError) -> JSON
  ) -> Operation {
    Operation(access: .reads, shape: .object(shape), perform: perform)
  }

  static func writes(
    _ shape: String, _ perform: @escaping @Sendable (Call, JSON) throws(AWSError) -> JSON
  ) -> Operation {
    Operation(access: .writes, shape: .object(shape), perform: perform)
  }

  /// With the input that AWS's model has for the operation: see `table`.
  static func reads(_ perform: @escaping @Sendable (Call, JSON) throws(AWSError) -> JSON) -> Operation {
    Operation(access: .reads, shape: .anything, perform: perform)
  }

  /// With the input that AWS's model has for the operation: see `table`.
  static func writes(_ perform: @escaping @Sendable (Call, JSON) throws(AWSError) -> JSON) -> Operation {
    Operation(access: .writes, shape: .anything, perform: perform)
  }

  /// The operations of a service, with their inputs from its model. One that the model lacks takes nothing.
  ///
  /// `own`: required members whose absence the operation itself answers, in words that AWS was seen to use.
  static func table(
    _ tables: [[String: Operation]], _ model: APIModel, dialect: InputCheck.Dialect = .firstProblem,
    own: [String: Set<String>] = [:]
  ) -> [String: Operation] {
    var all: [String: Operation] = [:]
    for (name, operation) in tables.joined() {
      all[name] = operation
      all[name]?.dialect = dialect
      let members = model.input(of: name).map { InputShape.Member($0, in: model) }
      all[name]?.shape = .members(
        members.map { member in
          var member = member
          if own[name]?.contains(member.name) == true { member.isRequired = false }
          return member
        })
    }
    return all
  }

  /// Throws what AWS answers to an input of another shape.
  func check(_ input: JSON) throws(AWSError) { try InputCheck.check(input, shape, dialect) }

  static func named(_ name: String, of service: AWSRequest.Service) -> Operation? {
    table(of: service)[name]
  }

  static func names(of service: AWSRequest.Service) -> [String] { table(of: service).keys.sorted() }

  private static func table(of service: AWSRequest.Service) -> [String: Operation] {
    switch service {
    case .ecs: ECS.operations
    case .ecr: ECR.operations
    case .logs: Logs.operations
    case .s3: S3.operations
    case .sts: STS.operations
    case .kms: KMS.operations
    case .applicationAutoscaling: ApplicationAutoScaling.operations
    case .iam: Account.roles
    case .secretsmanager: Account.secrets
    case .ssm: Account.parameters
    case .ec2: Account.network
    case .elbv2: Account.targetGroups
    }
  }
}
