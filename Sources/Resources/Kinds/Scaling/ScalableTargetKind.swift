import APIModel
import JSONDocument

extension ResourceKind {
  /// Scalable targets of Application Auto Scaling: the bounds between which the number of a service's tasks is kept
  /// (RegisterScalableTarget, which makes one and changes one).
  package static let scalableTarget = ResourceKind(
    type: "aws_appautoscaling_target", noun: "scalable target", folder: "scaling-targets",
    naming: KindNaming(
      member: "ResourceId", terraformName: "resource_id", usualName: { ScaledService(name: $0, cluster: $1).resourceId },
      fileName: { ScaledService($0.name)?.name ?? $0.name }, iamResource: { _ in nil }),
    stage: .scalableTargets, comparison: .declared,
    input: KindInput(.applicationAutoscaling, "RegisterScalableTarget"),
    facts: ScaledService.facts([
      .integer("MinCapacity").required,
      .integer("MaxCapacity").required,
      .object(
        "SuspendedState",
        ObjectFacts([
          .boolean("DynamicScalingInSuspended", false), .boolean("DynamicScalingOutSuspended", false),
          .boolean("ScheduledScalingSuspended", false),
        ])),
      // Services are always scaled by the service-linked role; another one is ignored.
      .string("RoleARN").ignored,
      FieldFacts("Tags", .map).emptied(by: [:]),
    ]),
    limits: KindLimits(
      names: [.init("ResourceId", .scaledService)], counts: [.init("Tags", atMost: 50)],
      ranges: [.init("MinCapacity", in: 0...2_147_483_647), .init("MaxCapacity", in: 0...2_147_483_647)],
      orders: [.init("MinCapacity", notAbove: "MaxCapacity")]),
    outputOnly: ["ScalableTargetARN", "CreationTime", "PredictedCapacity"],
    answers: KindAnswers(
      list: "ScalableTargets", single: nil, permission: "application-autoscaling:DescribeScalableTargets",
      askedFor: [.init("Tags", "list-tags-for-resource", isSeparate: true)], tags: .map),
    canonicalize: { document in
      document.mapMembers { name, value in
        switch name {
        case "ResourceId": Optional.none
        case "Tags": value.mapMembers { $0.lowercased().hasPrefix("aws:") ? Optional.none : $1 }
        default: value
        }
      }
    },
    meaning: KindMeaning(
      uses: { _, identity, _ in ScaledService(identity.name).map { [$0.identity] } ?? [] }, isBelonging: true,
      summary: { ScaledService.bounds(of: $0).map { [$0] } ?? [] }))
}
