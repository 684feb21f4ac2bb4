import AWS
import JSONDocument
import SimulatedAWS
import Testing

@Suite("Scalable targets")
struct ScalableTargetTests {
  @Test("a target is read back with the role of AWS, all three suspensions and the time it was made")
  func readsBack() async throws {
    let service = try await ScaledService()
    let made = try await service.call(
      "RegisterScalableTarget",
      #"""
      "MinCapacity": 1, "MaxCapacity": 4, "RoleARN": "arn:aws:iam::111111111111:role/mine",
      "SuspendedState": {"ScheduledScalingSuspended": true}, "Tags": {"team": "a"}
      """#)
    let target = try #require(try await service.target())
    #expect(
      target.text(at: "RoleARN")
        == "arn:aws:iam::111111111111:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService"
    )
    #expect(
      target["SuspendedState"]
        == ["DynamicScalingInSuspended": false, "DynamicScalingOutSuspended": false, "ScheduledScalingSuspended": true])
    #expect(target["CreationTime"]?.numberValue != nil)
    #expect(target["ScalableTargetARN"] == made["ScalableTargetARN"])
    let arn = try #require(made.text(at: "ScalableTargetARN"))
    #expect(arn.hasPrefix("arn:aws:application-autoscaling:eu-west-1:111111111111:scalable-target/"))
    let tags = try await service.account.call(.applicationAutoscaling, "ListTagsForResource", #"{"ResourceARN": "\#(arn)"}"#)
    #expect(tags == ["Tags": ["team": "a"]])
  }

  @Test("an update changes what it mentions")
  func updates() async throws {
    let service = try await ScaledService.registered()
    let before = try await service.target()
    try await service.call("RegisterScalableTarget", #""SuspendedState": {"DynamicScalingInSuspended": true}"#)
    try await service.call(
      "RegisterScalableTarget", #""MaxCapacity": 6, "SuspendedState": {"DynamicScalingOutSuspended": true}"#)
    let after = try #require(try await service.target())
    #expect(after.int(at: "MinCapacity") == 1 && after.int(at: "MaxCapacity") == 6)
    #expect(
      after["SuspendedState"]
        == ["DynamicScalingInSuspended": true, "DynamicScalingOutSuspended": true, "ScheduledScalingSuspended": false])
    for member in ["ScalableTargetARN", "CreationTime", "RoleARN"] { #expect(after[member] == before?[member]) }
  }

  static let refusals = [
    Row("no minimum", (#""MaxCapacity": 4"#, "ValidationException: MinCapacity cannot be null for new scalable targets")),
    Row("no maximum", (#""MinCapacity": 4"#, "ValidationException: MaxCapacity cannot be null for new scalable targets")),
    Row(
      "a maximum below the minimum",
      (#""MinCapacity": 3, "MaxCapacity": 2"#, "ValidationException: Maximum capacity cannot be less than minimum capacity")),
    Row(
      "a negative minimum",
      (#""MinCapacity": -1, "MaxCapacity": 2"#, "ValidationException: Minimum capacity cannot be less than 0")),
    Row(
      "a blank tag",
      (#""MinCapacity": 1, "MaxCapacity": 2, "Tags": {"a": ""}"#, "ValidationException: Tag values cannot be empty or blank")),
  ]

  @Test("a new target is refused with", arguments: refusals)
  func refuses(row: Row<(String, String)>) async throws {
    let service = try await ScaledService()
    #expect(try await service.refusal("RegisterScalableTarget", row.value.0) == row.value.1)
    #expect(try await service.target() == nil)
  }

  @Test("an update is refused as a new target is, against what is there")
  func refusesUpdates() async throws {
    let service = try await ScaledService.registered()
    #expect(
      try await service.refusal("RegisterScalableTarget", #""MinCapacity": 5"#)
        == "ValidationException: Maximum capacity cannot be less than minimum capacity")
    let words = try await service.refusal("RegisterScalableTarget", #""Tags": {"team": "a"}"#)
    #expect(words?.contains("The scalable target that you tried to tag already exists.") == true)
  }

  @Test("a service that is not there cannot be scaled")
  func unknownService() async throws {
    let account = try Account()
    let input =
      #"{"ServiceNamespace": "ecs", "ResourceId": "service/main/no", "ScalableDimension": "ecs:service:DesiredCount", "MinCapacity": 1, "MaxCapacity": 2}"#
    let error = try await account.refusal(.applicationAutoscaling, "RegisterScalableTarget", input)
    #expect(error?.code == "ValidationException")
    #expect(error?.message == "ECS service doesn't exist: service/main/no")
  }

  @Test(
    "dimension, namespace and resource have to fit together",
    arguments: [
      #""ServiceNamespace": "ecs", "ResourceId": "service/main/web", "ScalableDimension": "rds:cluster:ReadReplicaCount""#,
      #""ServiceNamespace": "rds", "ResourceId": "service/main/web", "ScalableDimension": "ecs:service:DesiredCount""#,
      #""ServiceNamespace": "ecs", "ResourceId": "table/main", "ScalableDimension": "ecs:service:DesiredCount""#,
    ])
  func misfits(key: String) async throws {
    let service = try await ScaledService()
    let error = try await service.account.refusal(
      .applicationAutoscaling, "RegisterScalableTarget", #"{\#(key), "MinCapacity": 1, "MaxCapacity": 2}"#)
    #expect(error?.code == "ValidationException")
    #expect(error?.message == "Unsupported service namespace, resource type or scalable dimension")
  }

  // MARK: Counts

  static let counts: [Row<(String, Int, String?)>] = [
    Row("below the bounds", (#""MinCapacity": 4, "MaxCapacity": 6"#, 4, "minimum capacity was set to 4")),
    Row("above the bounds", (#""MinCapacity": 0, "MaxCapacity": 1"#, 1, "maximum capacity was set to 1")),
    Row("inside of the bounds", (#""MinCapacity": 1, "MaxCapacity": 4"#, 2, nil)),
    Row(
      "below, and scaling out is suspended",
      (#""MinCapacity": 4, "MaxCapacity": 6, "SuspendedState": {"DynamicScalingOutSuspended": true}"#, 2, nil)),
    Row(
      "above, and scaling in is suspended",
      (#""MinCapacity": 0, "MaxCapacity": 1, "SuspendedState": {"DynamicScalingInSuspended": true}"#, 2, nil)),
  ]

  @Test("registering moves the count of two into the bounds", arguments: counts)
  func adjusts(row: Row<(String, Int, String?)>) async throws {
    let service = try await ScaledService(count: 2)
    try await service.call("RegisterScalableTarget", row.value.0)
    #expect(try await service.account.service().int(at: "desiredCount") == row.value.1)
    let activities = try await service.describe("DescribeScalingActivities", "", "ScalingActivities")
    #expect(activities.map { $0.text(at: "Cause") } == (row.value.2.map { [$0] } ?? []))
    #expect(activities.allSatisfy { $0.text(at: "Description") == "Setting desired count to \(row.value.1)." })
  }

  @Test("an update that mentions no bounds moves a count that left them")
  func adjustsAgain() async throws {
    let service = try await ScaledService.registered()
    try await service.account.update(#""desiredCount": 9"#)
    try await service.call("RegisterScalableTarget")
    #expect(try await service.account.service().int(at: "desiredCount") == 4)
  }

  // MARK: Ends

  @Test("deregistering takes policies, scheduled actions and tags along")
  func deregisters() async throws {
    let service = try await ScaledService.registered()
    let arn = try await service.target()?.text(at: "ScalableTargetARN") ?? ""
    try await service.call("PutScalingPolicy", ScalingPolicyTests.cpu)
    try await service.call("PutScheduledAction", ScheduledActionTests.morning)
    try await service.call("DeregisterScalableTarget")
    #expect(try await service.target() == nil)
    #expect(try await service.policies().isEmpty)
    #expect(try await service.actions().isEmpty)
    #expect(
      try await service.refusal("DeregisterScalableTarget")
        == "ObjectNotFoundException: No scalable target found for service namespace: ecs, resource ID: service/main/web, scalable dimension: ecs:service:DesiredCount"
    )
    let error = try await service.account.refusal(
      .applicationAutoscaling, "ListTagsForResource", #"{"ResourceARN": "\#(arn)"}"#)
    #expect(error?.code == "ResourceNotFoundException")
  }

  @Test("a service that ended has no target any more")
  func endsWithService() async throws {
    let service = try await ScaledService.registered()
    try await service.call("PutScalingPolicy", ScalingPolicyTests.cpu)
    try await service.account.ecs("DeleteService", #"{"cluster": "main", "service": "web", "force": true}"#)
    await service.account.pass(600)
    #expect(try await service.account.service().text(at: "status") == "INACTIVE")
    #expect(try await service.target() == nil)
    #expect(try await service.policies().isEmpty)
  }

  // MARK: Reading

  @Test("targets come in pages, and a token that nobody gave is refused")
  func pages() async throws {
    let service = try await ScaledService()
    for name in ["a", "b", "c"] {
      try await service.account.ecs(
        "CreateService", #"{"cluster": "main", "serviceName": "\#(name)", "taskDefinition": "web", "desiredCount": 1}"#)
      try await service.account.call(
        .applicationAutoscaling, "RegisterScalableTarget",
        #"{"ServiceNamespace": "ecs", "ResourceId": "service/main/\#(name)", "ScalableDimension": "ecs:service:DesiredCount", "MinCapacity": 1, "MaxCapacity": 2}"#
      )
    }
    func page(_ more: String) async throws -> JSON {
      try await service.account.call(
        .applicationAutoscaling, "DescribeScalableTargets", #"{"ServiceNamespace": "ecs"\#(more)}"#)
    }
    let first = try await page(#", "MaxResults": 2"#)
    let token = try #require(first.text(at: "NextToken"))
    let second = try await page(#", "MaxResults": 2, "NextToken": "\#(token)""#)
    let ids = (first.list(at: "ScalableTargets") + second.list(at: "ScalableTargets")).map { $0.text(at: "ResourceId") }
    #expect(ids == ["service/main/a", "service/main/b", "service/main/c"])
    #expect(second["NextToken"] == nil)
    let other = try await service.account.call(
      .applicationAutoscaling, "DescribeScalableTargets", #"{"ServiceNamespace": "rds"}"#)
    #expect(other == ["ScalableTargets": []])

    func refusal(_ more: String) async throws -> String? {
      try await service.account.refusal(
        .applicationAutoscaling, "DescribeScalableTargets", #"{"ServiceNamespace": "ecs"\#(more)}"#)?.code
    }
    #expect(try await refusal(#", "NextToken": "mine""#) == "InvalidNextTokenException")
    #expect(try await refusal(#", "MaxResults": 51"#) == "ValidationException")
    #expect(try await refusal(#", "MaxResults": 0"#) == "ValidationException")
    #expect(try await refusal(#", "ScalableDimension": "ecs:service:DesiredCount""#) == "ValidationException")
  }

  @Test("tags are added, changed, removed and limited")
  func tags() async throws {
    let service = try await ScaledService.registered()
    let arn = try await service.target()?.text(at: "ScalableTargetARN") ?? ""
    func call(_ operation: String, _ more: String) async throws -> JSON {
      try await service.account.call(.applicationAutoscaling, operation, #"{"ResourceARN": "\#(arn)"\#(more)}"#)
    }
    _ = try await call("TagResource", #", "Tags": {"team": "a", "cost": "1"}"#)
    _ = try await call("TagResource", #", "Tags": {"team": "b"}"#)
    _ = try await call("UntagResource", #", "TagKeys": ["cost", "nothing"]"#)
    #expect(try await call("ListTagsForResource", "") == ["Tags": ["team": "b"]])
    let many = (0..<50).map { #""k\#($0)": "v""# }.joined(separator: ", ")
    let error = try await service.account.refusal(
      .applicationAutoscaling, "TagResource", #"{"ResourceARN": "\#(arn)", "Tags": {\#(many)}}"#)
    #expect(error?.code == "TooManyTagsException")
  }
}
