import AWS
import JSONDocument
import SimulatedAWS
import Testing

@Suite("Repositories and images")
struct RegistryTests {
  private let account: Account

  init() throws {
    account = try Account()
  }

  // MARK: Repositories

  @Test("a new repository reads back with what AWS fills in")
  func creation() async throws {
    try await account.ecr("CreateRepository", #"{"repositoryName": "team/app"}"#)
    let read = try await account.ecr("DescribeRepositories", #"{"repositoryNames": ["team/app"]}"#).list(at: "repositories")[0]
    let expected = try JSON(
      text: """
        {"repositoryArn": "arn:aws:ecr:eu-west-1:111111111111:repository/team/app", "registryId": "111111111111",
         "repositoryName": "team/app", "repositoryUri": "111111111111.dkr.ecr.eu-west-1.amazonaws.com/team/app",
         "createdAt": 1767603600, "imageTagMutability": "MUTABLE", "imageScanningConfiguration": {"scanOnPush": false},
         "encryptionConfiguration": {"encryptionType": "AES256"}}
        """)
    #expect(read == expected)
  }

  @Test("one missing name fails the whole description")
  func allOrNothing() async throws {
    _ = try await account.repository("app")
    let refusal = try await account.refusal(.ecr, "DescribeRepositories", #"{"repositoryNames": ["app", "nothing"]}"#)
    #expect(
      refusal
        == AWSError(
          code: "RepositoryNotFoundException",
          message: "The repository with name 'nothing' does not exist in the registry with id '111111111111'"))
  }

  @Test("a repository with images is deleted by force only")
  func deletion() async throws {
    _ = try await account.repository()
    try await account.cloud.push(repository: "app", tag: "1")
    #expect(
      try await account.refusal(.ecr, "DeleteRepository", #"{"repositoryName": "app"}"#)?.code == "RepositoryNotEmptyException")
    try await account.ecr("DeleteRepository", #"{"repositoryName": "app", "force": true}"#)
    _ = try await account.repository()
    #expect(try await account.ecr("ListImages", #"{"repositoryName": "app"}"#)["imageIds"] == [])
  }

  @Test("with KMS and no key the account's own key is filled in")
  func kms() async throws {
    let answer = try await account.ecr(
      "CreateRepository", #"{"repositoryName": "app", "encryptionConfiguration": {"encryptionType": "KMS"}}"#)
    let key = answer["repository"]?["encryptionConfiguration"]?.text(at: "kmsKey")
    #expect(key?.hasPrefix("arn:aws:kms:eu-west-1:111111111111:key/") == true)
  }

  @Test("names follow ECR's grammar", arguments: ["A", "a", "app-", "-app", "a//b", "a b", "App", "a..b"])
  func names(name: String) async throws {
    #expect(
      try await account.refusal(.ecr, "CreateRepository", #"{"repositoryName": "\#(name)"}"#)?.code == "InvalidParameterException"
    )
  }

  // MARK: Images

  @Test("the same image has the same digest in every registry, other content another one")
  func digests() async throws {
    _ = try await account.repository()
    let other = Account(try account.cloud.neighbour(account: "222222222222"))
    _ = try await other.repository("elsewhere")
    let first = try await account.cloud.push(repository: "app", tag: "1", content: "x")
    #expect(try await other.cloud.push(repository: "elsewhere", tag: "1", content: "x") == first)
    #expect(try await account.cloud.push(repository: "app", tag: "2", content: "y") != first)
    #expect(try await account.cloud.push(repository: "app", tag: "3", content: "x", behaviour: .exits(code: 1)) != first)
  }

  @Test("a tag moves in a mutable repository and leaves the old image without tags")
  func moving() async throws {
    _ = try await account.repository()
    let old = try await account.cloud.push(repository: "app", tag: "latest", content: "1")
    let new = try await account.cloud.push(repository: "app", tag: "latest", content: "2")
    let found = try await account.ecr("DescribeImages", #"{"repositoryName": "app", "imageIds": [{"imageTag": "latest"}]}"#)
    #expect(found.list(at: "imageDetails").first?.text(at: "imageDigest") == new)
    let untagged = try await account.ecr("DescribeImages", #"{"repositoryName": "app", "filter": {"tagStatus": "UNTAGGED"}}"#)
    #expect(untagged.list(at: "imageDetails").map { $0.text(at: "imageDigest") } == [old])
    #expect(untagged.list(at: "imageDetails").first?["imageTags"] == nil)
  }

  @Test("a tag of an immutable repository stays, and pushing the same again is nothing")
  func immutable() async throws {
    _ = try await account.repository("app", #", "imageTagMutability": "IMMUTABLE""#)
    let digest = try await account.cloud.push(repository: "app", tag: "1", content: "a")
    #expect(try await account.cloud.push(repository: "app", tag: "1", content: "a") == digest)
    await #expect {
      try await account.cloud.push(repository: "app", tag: "1", content: "b")
    } throws: { error in
      error as? AWSError
        == AWSError(
          code: "ImageTagAlreadyExistsException",
          message: "The image tag '1' already exists in the 'app' repository and cannot be overwritten because the tag is "
            + "immutable.")
    }
  }

  @Test("exclusions of immutability go by pattern")
  func exclusions() async throws {
    _ = try await account.repository(
      "app",
      """
      , "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION",
        "imageTagMutabilityExclusionFilters": [{"filterType": "WILDCARD", "filter": "dev-*"}]
      """)
    for content in ["a", "b"] { try await account.cloud.push(repository: "app", tag: "dev-1", content: content) }
    try await account.cloud.push(repository: "app", tag: "v1", content: "a")
    await #expect(throws: AWSError.self) { try await account.cloud.push(repository: "app", tag: "v1", content: "b") }
  }

  @Test("PutImage answers what it stored, once")
  func putImage() async throws {
    _ = try await account.repository()
    let input = #"{"repositoryName": "app", "imageManifest": "{\"mediaType\": \"m\"}", "imageTag": "1"}"#
    let image = try #require(try await account.ecr("PutImage", input)["image"])
    #expect(image.text(at: "imageManifestMediaType") == "m")
    #expect(image["imageId"]?.text(at: "imageTag") == "1")
    #expect(try await account.refusal(.ecr, "PutImage", input)?.code == "ImageAlreadyExistsException")
    let got = try await account.ecr(
      "BatchGetImage", #"{"repositoryName": "app", "imageIds": [{"imageTag": "1"}, {"imageTag": "2"}]}"#)
    #expect(got.list(at: "images").first?.text(at: "imageManifest") == #"{"mediaType": "m"}"#)
    #expect(got.list(at: "failures").first?.text(at: "failureCode") == "ImageNotFound")
  }

  @Test("how an image behaves is nobody's business but the simulation's")
  func behaviourIsHidden() async throws {
    _ = try await account.repository()
    try await account.cloud.push(repository: "app", tag: "1", behaviour: .neverHealthy)
    let details = try await account.ecr("DescribeImages", #"{"repositoryName": "app"}"#).list(at: "imageDetails")
    #expect(details.first?["behaviour"] == nil)
    #expect(details.first?["imageManifest"] == nil)
  }

  @Test(
    "behaviours have text forms that read back",
    arguments: [
      ContainerBehaviour.runs, .startsSlowly(seconds: 90), .exits(code: 137), .neverHealthy, .builtFor(platform: "linux/arm64"),
      .cannotBePlaced,
    ])
  func behaviourTexts(behaviour: ContainerBehaviour) {
    #expect(ContainerBehaviour(behaviour.text) == behaviour)
  }

  @Test(
    "other texts are no behaviours",
    arguments: [
      "", "run", "exit", "exit:", "exit:x", "exit:-1", "exit:256", "slow:", "slow:1e9", "platform:", "platform:arm64", "runs:1",
    ])
  func noBehaviours(text: String) {
    #expect(ContainerBehaviour(text) == nil)
  }

  // MARK: Policies

  private let lifecycle = """
    {\\"rules\\": [{\\"rulePriority\\": 1, \\"selection\\": {\\"tagStatus\\": \\"any\\", \\"countType\\": \\"imageCountMoreThan\\", \
    \\"countNumber\\": 30}, \\"action\\": {\\"type\\": \\"expire\\"}}]}
    """

  @Test("a lifecycle policy is kept as text, and its absence has a name")
  func lifecyclePolicies() async throws {
    _ = try await account.repository()
    let get = #"{"repositoryName": "app"}"#
    #expect(try await account.refusal(.ecr, "GetLifecyclePolicy", get)?.code == "LifecyclePolicyNotFoundException")
    try await account.ecr("PutLifecyclePolicy", #"{"repositoryName": "app", "lifecyclePolicyText": "\#(lifecycle)"}"#)
    let text = try await account.ecr("GetLifecyclePolicy", get).text(at: "lifecyclePolicyText")
    #expect(text == lifecycle.replacing(#"\""#, with: #"""#))
    try await account.ecr("DeleteLifecyclePolicy", get)
    #expect(try await account.refusal(.ecr, "GetLifecyclePolicy", get)?.code == "LifecyclePolicyNotFoundException")
    #expect(try await account.refusal(.ecr, "GetRepositoryPolicy", get)?.code == "RepositoryPolicyNotFoundException")
  }

  @Test(
    "lifecycle policies that AWS refuses",
    arguments: [
      ("no json", "Could not map policyString into LifecyclePolicy"),
      (#"{\"rules\": []}"#, "Could not map policyString into LifecyclePolicy"),
      (#"{\"rules\": [{\"rulePriority\": 1, \"colour\": 1}]}"#, "Could not map policyString into LifecyclePolicy"),
      (
        #"{\"rules\": [{\"rulePriority\": 1, \"selection\": {\"tagStatus\": \"tagged\", \"countType\": \"imageCountMoreThan\", \"countNumber\": 1}}]}"#,
        "Must specify tagPrefixList or tagPatternList"
      ),
    ])
  func badLifecycle(text: String, words: String) async throws {
    _ = try await account.repository()
    // The API takes no text of less than a hundred characters.
    let long = text + String(repeating: " ", count: 100)
    let refusal = try await account.refusal(
      .ecr, "PutLifecyclePolicy", #"{"repositoryName": "app", "lifecyclePolicyText": "\#(long)"}"#)
    #expect(refusal?.code == "InvalidParameterException")
    #expect(refusal?.message.contains(words) == true)
  }

  @Test("tags of repositories are written with capitals")
  func tags() async throws {
    _ = try await account.repository("app", #", "tags": [{"Key": "team", "Value": "a"}]"#)
    let arn = "arn:aws:ecr:eu-west-1:111111111111:repository/app"
    try await account.ecr("TagResource", #"{"resourceArn": "\#(arn)", "tags": [{"Key": "x", "Value": "1"}]}"#)
    try await account.ecr("UntagResource", #"{"resourceArn": "\#(arn)", "tagKeys": ["team"]}"#)
    let listed = try await account.ecr("ListTagsForResource", #"{"resourceArn": "\#(arn)"}"#)
    #expect(listed["tags"] == [["Key": "x", "Value": "1"]])
    let many = (0...50).map { #"{"Key": "k\#($0)", "Value": ""}"# }.joined(separator: ", ")
    let refusal = try await account.refusal(.ecr, "TagResource", #"{"resourceArn": "\#(arn)", "tags": [\#(many)]}"#)
    #expect(refusal?.code == "TooManyTagsException")
  }
}
