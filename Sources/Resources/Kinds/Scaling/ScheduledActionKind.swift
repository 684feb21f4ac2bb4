import APIModel
import JSONDocument

extension ResourceKind {
  /// Scheduled actions of Application Auto Scaling: when the bounds of a scalable target become others (PutScheduledAction).
  package static let scheduledAction = ResourceKind(
    type: "aws_appautoscaling_scheduled_action", noun: "scheduled action", folder: "scheduled-actions",
    naming: KindNaming(
      member: "ScheduledActionName", scopeMember: "ResourceId", terraformScope: "resource_id",
      usualScope: { ScaledService(name: $0, cluster: $1).resourceId }, fileName: ScaledService.fileName,
      iamResource: { _ in nil }),
    stage: .scalingRules, comparison: .declared,
    input: KindInput(.applicationAutoscaling, "PutScheduledAction"),
    facts: ScaledService.facts([
      .string("ScheduledActionName").does(.replaces),
      .string("Schedule").required,
      .string("Timezone", "UTC"),
      .string("StartTime").emptied(by: ""),
      .string("EndTime").emptied(by: ""),
      .object("ScalableTargetAction", ObjectFacts([.integer("MinCapacity"), .integer("MaxCapacity")])).required,
    ]),
    limits: KindLimits(
      names: [.init("ScheduledActionName", .scheduledAction), .init("ResourceId", .scaledService)],
      ranges: [
        .init("ScalableTargetAction.MinCapacity", in: 0...2_147_483_647),
        .init("ScalableTargetAction.MaxCapacity", in: 0...2_147_483_647),
      ],
      orders: [.init("ScalableTargetAction.MinCapacity", notAbove: "ScalableTargetAction.MaxCapacity")]),
    outputOnly: ["ScheduledActionARN", "CreationTime"],
    answers: KindAnswers(
      list: "ScheduledActions", single: nil, permission: "application-autoscaling:DescribeScheduledActions", tags: nil),
    canonicalize: { document in
      document.mapMembers { name, value in
        switch name {
        case "ScheduledActionName", "ResourceId": Optional.none
        case "StartTime", "EndTime": Instant(value).map { JSON.string($0.text) } ?? value
        default: value
        }
      }
    },
    meaning: KindMeaning(
      uses: { _, identity, _ in ScaledService.uses(ofScope: identity.scope) }, isBelonging: true,
      summary: { action in
        [action["Schedule"]?.stringValue, ScaledService.bounds(of: action["ScalableTargetAction"])].compactMap { $0 }
      }))
}
