import AWS
import JSONDocument

/// Repositories of one registry and their settings.
struct Repositories {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  /// The registry that the input names, which may be another account's.
  init(_ call: Call, _ input: JSON) {
    let account = input.string("registryId") ?? call.scope.account
    self.call =
      account == call.scope.account
      ? call : call.elsewhere(Scope(account: account, region: call.scope.region))
  }

  private var tagging: ResourceTags { ResourceTags(call: call, form: .upperCase) }

  func create(_ input: JSON) throws(AWSError) -> JSON {
    let name = try checkedName(input)
    guard try !call.documents.contains(.repositories, name) else {
      throw AWSError(
        code: "RepositoryAlreadyExistsException",
        message: "The repository with name '\(name)' already exists in the registry with id '\(call.scope.account)'")
    }
    try checkExclusions(input)
    let arn = call.arn("ecr", "repository/\(name)")
    let repository: JSON = .members(
      ("repositoryArn", .string(arn)), ("registryId", .string(call.scope.account)), ("repositoryName", .string(name)),
      ("repositoryUri", .string("\(call.scope.registry)/\(name)")), ("createdAt", .time(call.now)),
      ("imageTagMutability", input["imageTagMutability"] ?? "MUTABLE"),
      ("imageTagMutabilityExclusionFilters", input["imageTagMutabilityExclusionFilters"]),
      ("imageScanningConfiguration", ["scanOnPush": input["imageScanningConfiguration"]?["scanOnPush"] ?? false]),
      ("encryptionConfiguration", try encryption(input["encryptionConfiguration"])))
    try tagging.begin(arn, input["tags"])
    try call.documents.put(.repositories, name, repository)
    return ["repository": repository]
  }

  /// With KMS and no key the account's own key for ECR is filled in.
  private func encryption(_ wanted: JSON?) throws(AWSError) -> JSON {
    guard var wanted else { return ["encryptionType": "AES256"] }
    guard wanted.string("encryptionType") != "AES256" else {
      guard wanted["kmsKey"] == nil else {
        throw .invalidParameter(
          "Invalid encryption configuration: Encryption key should not be set for AES256 encryption.")
      }
      return wanted
    }
    let key = DeterministicId(seed: "\(call.scope.name) aws/ecr").uuid
    wanted.fill("kmsKey", .string(call.arn("kms", "key/\(key)")))
    return wanted
  }

  private func checkedName(_ input: JSON) throws(AWSError) -> String {
    let name = input.string("repositoryName") ?? ""
    guard (2...256).contains(name.utf8.count),
      name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy(Self.isPathPart)
    else {
      throw .invalidParameter(
        "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression "
          + "'(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*''")
    }
    return name
  }

  private static func isPathPart(_ part: Substring) -> Bool {
    func isWord(_ character: Character) -> Bool { ("a"..."z").contains(character) || ("0"..."9").contains(character) }
    guard let first = part.first, let last = part.last, isWord(first), isWord(last) else { return false }
    let separators = part.split(whereSeparator: isWord).map(String.init)
    return separators.allSatisfy { [".", "_", "__"].contains($0) || $0.allSatisfy { $0 == "-" } }
  }

  private func checkExclusions(_ input: JSON) throws(AWSError) {
    let mutability = input.string("imageTagMutability") ?? "MUTABLE"
    let filters = input["imageTagMutabilityExclusionFilters"]
    let wantsFilters = mutability.hasSuffix("_WITH_EXCLUSION")
    let texts = filters?.arrayValue?.map { $0.string("filter") ?? "" } ?? []
    guard texts.count <= 5, texts.allSatisfy(Self.isFilter) else {
      throw .invalidParameter(
        "Invalid parameter at 'imageTagMutabilityExclusionFilters' failed to satisfy constraint: 'must have at most 5 filters "
          + "that satisfy regular expression '^[0-9a-zA-Z._*-]{1,128}''")
    }
    if wantsFilters, filters?.arrayValue?.isEmpty ?? true {
      throw .invalidParameter(
        "ImageTagMutabilityExclusionFilters can't be null when imageTagMutability is set to \(mutability)")
    }
    if !wantsFilters, filters != nil {
      throw .invalidParameter(
        "ImageTagMutabilityExclusionFilters are not allowed when imageTagMutability is set to \(mutability)")
    }
  }

  private static func isFilter(_ text: String) -> Bool {
    (1...128).contains(text.utf8.count)
      && text.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "._*-".unicodeScalars.contains($0))
      }
  }

  func describe(_ input: JSON) throws(AWSError) -> JSON {
    let names = input.texts("repositoryNames")
    guard names.isEmpty else {
      guard names.count <= 100 else {
        throw .invalidParameter(
          "Invalid parameter at 'repositoryNames' failed to satisfy constraint: 'Member must have length less than or equal to 100'"
        )
      }
      guard input["maxResults"] == nil, input["nextToken"] == nil else {
        throw .invalidParameter("repositoryNames cannot be used with maxResults or nextToken")
      }
      var found: [JSON] = []
      for name in names { found.append(try repository(name)) }
      return ["repositories": .array(found)]
    }
    let page = try Page(call.documents, .repositories, input: input, size: 1...1000, usual: 100)
    var found: [JSON] = []
    for name in page.keys { found.append(try repository(name)) }
    return .members(("repositories", .array(found)), ("nextToken", page.nextToken))
  }

  /// The repository, or the error that there is none.
  func repository(_ name: String?) throws(AWSError) -> JSON {
    let name = name ?? ""
    guard let repository = try call.documents.document(.repositories, name) else {
      throw AWSError(
        code: "RepositoryNotFoundException",
        message: "The repository with name '\(name)' does not exist in the registry with id '\(call.scope.account)'")
    }
    return repository
  }

  func delete(_ input: JSON) throws(AWSError) -> JSON {
    let name = input.string("repositoryName") ?? ""
    let repository = try repository(name)
    let isEmpty = try call.documents.keys(.images, prefix: name + " ", limit: 1).isEmpty
    guard isEmpty || input["force"]?.boolValue == true else {
      throw AWSError(
        code: "RepositoryNotEmptyException",
        message: "The repository with name '\(name)' in registry with id '\(call.scope.account)' cannot be deleted because "
          + "it still contains images")
    }
    for collection in [Collection.images, .imageTags] {
      for key in try call.documents.keys(collection, prefix: name + " ") { try call.documents.remove(collection, key) }
    }
    try call.documents.remove(.lifecyclePolicies, name)
    try call.documents.remove(.repositoryPolicies, name)
    try tagging.remove(repository.string("repositoryArn") ?? "")
    try call.documents.remove(.repositories, name)
    return ["repository": repository]
  }

  func putMutability(_ input: JSON) throws(AWSError) -> JSON {
    var repository = try repository(input.string("repositoryName"))
    try checkExclusions(input)
    repository["imageTagMutability"] = input["imageTagMutability"]
    repository["imageTagMutabilityExclusionFilters"] = input["imageTagMutabilityExclusionFilters"]
    try save(repository)
    return .members(
      ("registryId", repository["registryId"]), ("repositoryName", repository["repositoryName"]),
      ("imageTagMutability", repository["imageTagMutability"]),
      ("imageTagMutabilityExclusionFilters", repository["imageTagMutabilityExclusionFilters"]))
  }

  func putScanning(_ input: JSON) throws(AWSError) -> JSON {
    var repository = try repository(input.string("repositoryName"))
    let scanning: JSON = ["scanOnPush": input["imageScanningConfiguration"]?["scanOnPush"] ?? false]
    repository["imageScanningConfiguration"] = scanning
    try save(repository)
    return .members(
      ("registryId", repository["registryId"]), ("repositoryName", repository["repositoryName"]),
      ("imageScanningConfiguration", scanning))
  }

  private func save(_ repository: JSON) throws(AWSError) {
    try call.documents.put(.repositories, repository.string("repositoryName") ?? "", repository)
  }

  // MARK: Tags

  func tag(_ input: JSON) throws(AWSError) -> JSON {
    try tagging.add(try existing(input), input["tags"] ?? [])
    return [:]
  }

  func untag(_ input: JSON) throws(AWSError) -> JSON {
    try tagging.remove(try existing(input), keys: input.texts("tagKeys"))
    return [:]
  }

  func tags(_ input: JSON) throws(AWSError) -> JSON {
    ["tags": try tagging.read(existing(input))]
  }

  private func existing(_ input: JSON) throws(AWSError) -> String {
    let arn = input.string("resourceArn") ?? ""
    let prefix = call.arn("ecr", "repository/")
    guard arn.hasPrefix(prefix) else {
      throw .invalidParameter("Invalid parameter at 'resourceArn' failed to satisfy constraint: 'Invalid ARN'")
    }
    _ = try repository(String(arn.dropFirst(prefix.count)))
    return arn
  }
}
