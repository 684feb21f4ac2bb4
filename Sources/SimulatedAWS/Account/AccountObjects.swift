package import AWS
package import JSONDocument
import Resources

/// Answers about what the account holds otherwise.
struct AccountObjects {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  /// What is told of a thing with this id; nil when it was taken away.
  private func attributes(_ id: String, _ usual: JSON) throws(AWSError) -> JSON? {
    guard let known = try call.documents.document(.holdings, id) else { return usual }
    guard known.objectValue != nil else { return nil }
    var attributes = usual
    for member in known.objectValue ?? JSONObject() { attributes[member.key] = member.value }
    return attributes
  }

  /// All networks of an account and region are one.
  private var vpc: JSON { .string("vpc-" + DeterministicId(seed: "vpc \(call.scope.name)").hex(17)) }

  // MARK: IAM

  func role(_ input: JSON) throws(AWSError) -> JSON {
    let name = input.string("RoleName") ?? ""
    let usual: JSON = [
      "Path": "/", "RoleName": .string(name),
      "RoleId": .string("AROA" + DeterministicId(seed: "role \(name)").hex(17).uppercased()),
      "Arn": .string(call.scope.roleArn(name)), "CreateDate": "2024-01-01T00:00:00Z",
      "AssumeRolePolicyDocument": .string(Self.trust.percentEncoded),
    ]
    guard let role = try attributes(call.scope.roleArn(name), usual) else {
      throw AWSError(code: "NoSuchEntity", message: "The role with name \(name) cannot be found.")
    }
    return ["Role": role]
  }

  /// Every service of ECS may assume every role.
  private static let trust =
    #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":["ecs-tasks.amazonaws.com","#
    + #""ecs.amazonaws.com"]},"Action":"sts:AssumeRole"}]}"#

  // MARK: Secrets and parameters

  func secret(_ input: JSON) throws(AWSError) -> JSON {
    let id = input.string("SecretId") ?? ""
    let name = ARN(id).map { String($0.path.dropLast(7)) } ?? id
    let arn = ARN.isARN(id) ? id : call.arn("secretsmanager", "secret:\(id)-AbCdEf")
    guard let secret = try attributes(id, ["ARN": .string(arn), "Name": .string(name), "CreatedDate": 1_704_067_200]) else {
      throw AWSError(code: "ResourceNotFoundException", message: "Secrets Manager can't find the specified secret.")
    }
    return secret
  }

  func parameters(_ input: JSON) throws(AWSError) -> JSON {
    let filter = input.list("ParameterFilters").first { $0.string("Key") == "Name" }
    guard (filter?.string("Option") ?? "Equals") == "Equals" else {
      throw AWSError(code: "InvalidFilterOption", message: "The simulated cloud finds parameters by their whole names only.")
    }
    var found: [JSON] = []
    for name in filter?.texts("Values") ?? [] {
      let usual: JSON = ["Name": .string(name), "Type": "SecureString", "Version": 1, "LastModifiedDate": 1_704_067_200]
      if let parameter = try attributes(name, usual) { found.append(parameter) }
    }
    return ["Parameters": .array(found)]
  }

  // MARK: Networks

  func subnets(_ input: JSON) throws(AWSError) -> JSON {
    var found: [JSON] = []
    for id in ids(input, "SubnetIds", filter: "subnet-id") {
      let usual: JSON = ["SubnetId": .string(id), "VpcId": vpc, "State": "available", "OwnerId": .string(call.scope.account)]
      if let subnet = try attributes(id, usual) {
        found.append(subnet)
      } else if input["SubnetIds"] != nil {
        throw AWSError(code: "InvalidSubnetID.NotFound", message: "The subnet ID '\(id)' does not exist")
      }
    }
    return ["Subnets": .array(found)]
  }

  func securityGroups(_ input: JSON) throws(AWSError) -> JSON {
    var found: [JSON] = []
    for id in ids(input, "GroupIds", filter: "group-id") {
      let usual: JSON = [
        "GroupId": .string(id), "GroupName": .string("group-\(id.suffix(8))"), "VpcId": vpc, "Description": "simulated",
        "OwnerId": .string(call.scope.account),
      ]
      if let group = try attributes(id, usual) {
        found.append(group)
      } else if input["GroupIds"] != nil {
        throw AWSError(code: "InvalidGroup.NotFound", message: "The security group '\(id)' does not exist")
      }
    }
    return ["SecurityGroups": .array(found)]
  }

  private func ids(_ input: JSON, _ member: String, filter: String) -> [String] {
    input.texts(member) + input.list("Filters").filter { $0.string("Name") == filter }.flatMap { $0.texts("Values") }
  }

  func targetGroups(_ input: JSON) throws(AWSError) -> JSON {
    var found: [JSON] = []
    for arn in input.texts("TargetGroupArns") {
      let usual: JSON = [
        "TargetGroupArn": .string(arn), "TargetGroupName": .string(ARN(arn)?.names.first.map(String.init) ?? arn),
        "Protocol": "HTTP", "Port": 80, "VpcId": vpc, "TargetType": "ip",
      ]
      guard let group = try attributes(arn, usual) else {
        throw AWSError(code: "TargetGroupNotFound", message: "One or more target groups not found")
      }
      found.append(group)
    }
    return ["TargetGroups": .array(found)]
  }
}

extension SimulatedCloud {
  /// Takes something away that the account holds otherwise: a role, secret, target group by ARN, a parameter by name, a
  /// subnet or security group by id.
  package func remove(_ id: String) async throws(AWSError) {
    try await keep(id, .null)
  }

  /// Says what is told of something that the account holds, as the API tells it: `["TargetType": "instance"]`.
  package func hold(_ id: String, _ attributes: JSON) async throws(AWSError) {
    try await keep(id, attributes)
  }

  private func keep(_ id: String, _ document: JSON) async throws(AWSError) {
    let (scope, scenario) = (scope, file.scenario)
    try await file.write { database throws(AWSError) in
      try Call(database, scope, scenario).documents.put(.holdings, id, document)
    }
  }
}

extension String {
  /// As IAM writes policies into its answers (RFC 3986).
  fileprivate var percentEncoded: String {
    utf8.map { byte in
      let scalar = Unicode.Scalar(byte)
      let isPlain = scalar.properties.isAlphabetic && byte < 0x80 || (0x30...0x39).contains(byte) || "-_.~".utf8.contains(byte)
      return isPlain ? String(scalar) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }
}
